"""``python -m landsim`` is ``landsim``."""

from landsim.cli.main import main

if __name__ == "__main__":
    main()
