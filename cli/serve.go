package cli

import (
	"log/slog"

	"github.com/spf13/cobra"

	"dealdesk/cli/serve"
)

func (p *Program) serveCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Work in the Slack workspace of the configuration, until a signal",
		Long: "Work in the Slack workspace of the configuration. A signal (SIGINT, SIGTERM) stops it in order and within ten " +
			"seconds: receive no more, finish what runs, send what can be sent, close. A second signal stops it at once, " +
			"which loses nothing that was answered.",
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
