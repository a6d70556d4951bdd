"""`python -m minicc`: the same as the `minicc` command."""

from minicc.cli import console

if __name__ == "__main__":
    console()
