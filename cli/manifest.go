package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"dealdesk/bot"
	"dealdesk/cli/config"
	"dealdesk/commands"
	"dealdesk/desk"
	"dealdesk/lang"
	"dealdesk/sales"
)

func (p *Program) manifestCommand() *cobra.Command {
	var name, address, language string
	c := &cobra.Command{
		Use:   "manifest",
		Short: "Print the manifest for creating the Slack app, with exactly the permissions it needs",
		Long: "Print the manifest of the Slack app. At api.slack.com/apps choose Create New App, From a manifest, and paste it. " +
			"Without --url it is for Socket Mode; with --url https://your.host for signed HTTP.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			words, err := lang.Open()
			if err != nil {
				return err
			}
			if !slices.Contains(words.Languages(), language) {
				return config.UsageError{Err: fmt.Errorf("--lang must be one of %s", strings.Join(words.Languages(), ", "))}
			}
			mode := bot.Socket
			if address != "" {
				mode = bot.HTTP
			}
			router, err := commands.Router(desk.New(nil, words, sales.Company{}))
			if err != nil {
				return err
			}
			manifest, err := bot.Manifest(router.Routes(), words.Printer(language), name, mode, address)
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s\n", manifest)
			return nil
		},
	}
	c.Flags().StringVar(&name, "name", "Dealdesk", "the app's `name` in Slack")
	c.Flags().StringVar(&address, "url", "", "the public https `address` for signed HTTP")
	c.Flags().StringVar(&language, "lang", "en", "`language` of the descriptions")
	return c
}
