"""One file a command, each with `run(options) -> exit status`; imported only when its command is called."""
