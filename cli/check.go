package cli

import (
	"context"
	"errors"
	"log/slog"

	"github.com/spf13/cobra"

	"dealdesk/cli/config"
	"dealdesk/cli/serve"
)

func (p *Program) checkCommand() *cobra.Command {
	return &cobra.Command{
		Use:  "check",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, words, err := p.Settings(cmd, false)
			if err != nil {
				return err
			}
			var missing config.Mistakes // what only serve needs, such as tokens
			if _, err := config.Load(p.ConfigPath, cmd.Flags().Changed("config"), p.Env, words.Languages(), true); err != nil &&
				!errors.As(err, &missing) {
				return err
			}
			c := &serve.Checker{Out: cmd.OutOrStdout(), Words: p.Printer(), Catalog: words,
				InWords: p.inWords, Log: slog.New(slog.NewTextHandler(p.Stderr, nil)),
				Prove: func(ctx context.Context, path string) (string, error) { return p.prove(ctx, path, "--fresh") }}
			return c.Check(cmd.Context(), s, missing)
		},
	}
}
