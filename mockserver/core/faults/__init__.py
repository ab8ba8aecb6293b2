"""What goes wrong on purpose: rules, kinds of effect, and the plan that the effects on one call make up."""
