"""Input of people who plan, answer and keep the register; by flow."""
