package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"dealdesk/bot"
	"dealdesk/commands"
	"dealdesk/desk"
	"dealdesk/sales"
)

func (p *Program) manifestCommand() *cobra.Command {
	var name, address string
	c := &cobra.Command{
		Use:   "manifest",
		Short: "Print the manifest for creating the Slack app, with exactly the permissions it needs",
		Long: "Print the manifest of the Slack app. At api.slack.com/apps choose Create New App, From a manifest, and paste it. " +
			"Without --url it is for Socket Mode; with --url https://your.host for signed HTTP.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			mode := bot.Socket
			if address != "" {
				mode = bot.HTTP
			}
			router, err := commands.Router(desk.New(nil, p.Words, sales.Company{}))
			if err != nil {
				return err
			}
			manifest, err := bot.Manifest(router.Routes(), p.Printer(), name, mode, address)
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s\n", manifest)
			return nil
		},
	}
	c.Flags().StringVar(&name, "name", "Dealdesk", "the app's `name` in Slack")
	c.Flags().StringVar(&address, "url", "", "the public https `address` for signed HTTP")
	return c
}
