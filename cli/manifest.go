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
		Use:  "manifest",
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
	c.Flags().StringVar(&name, "name", "Dealdesk", "")
	c.Flags().StringVar(&address, "url", "", "")
	return c
}
