"""The engines that are measured: our server, and others beside it that are asked the same over HTTP."""
