"""What is counted or marked for a time: used codes, wrong passwords, holds of providers, rates."""
