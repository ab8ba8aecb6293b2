"""Carries webhook deliveries out of the process, over real HTTP, and only to where they may go."""
