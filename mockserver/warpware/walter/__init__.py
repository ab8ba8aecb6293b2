"""Walter: questions in plain English, answered from the sandbox's own orders. Source: "Walter AI"."""
