package cli

import (
	"log/slog"

	"github.com/spf13/cobra"

	"dealdesk/cli/serve"
)

func (p *Program) serveCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Run the bot in the Slack workspace of the configuration, until a signal",
		Long: "Run the bot in the Slack workspace of the configuration. A signal (SIGINT, SIGTERM) stops it in order, within ten " +
			"seconds: it stops receiving, finishes what is running, sends what can be sent, and closes. A second signal stops " +
			"it at once; nothing that was answered is lost.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, words, err := p.Settings(cmd, true)
			if err != nil {
				return err
			}
			return serve.Serve(cmd.Context(), s, words, version(), slog.New(slog.NewTextHandler(p.Stderr, nil)))
		},
	}
}
