package cli

import (
	"log/slog"

	"github.com/spf13/cobra"

	"dealdesk/cli/serve"
)

func (p *Program) checkCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Report what dealdesk serve still needs: configuration, store, permissions in Slack",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, words, err := p.Settings(cmd, true)
			if err != nil {
				return err
			}
			return serve.Check(cmd.Context(), cmd.OutOrStdout(), s, words, slog.New(slog.NewTextHandler(p.Stderr, nil)))
		},
	}
}
