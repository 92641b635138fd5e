package cli

import (
	"log/slog"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"dealdesk/cli/serve"
)

func (p *Program) serveCommand() *cobra.Command {
	var fresh bool
	cmd := &cobra.Command{
		Use:  "serve",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			signal.Ignore(syscall.SIGPIPE) // if whoever reads the log goes away, the bot does not
			s, words, err := p.Settings(cmd, true)
			if err != nil {
				return err
			}
			if fresh {
				if err := serve.MakeStore(cmd.Context(), s.Store.Path); err != nil {
					return err
				}
			}
			return serve.Serve(cmd.Context(), s, words, version(), slog.New(slog.NewTextHandler(p.Stderr, nil)))
		},
	}
	cmd.Flags().BoolVar(&fresh, "new", false, "")
	return cmd
}
