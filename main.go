// Command dealdesk is a sales desk that lives in Slack.
package main

import (
	"os"

	"dealdesk/cli"
)

func main() { os.Exit(cli.Main()) }
