package cli

import (
	"context"
	"log/slog"

	"github.com/spf13/cobra"

	"dealdesk/cli/serve"
)

func (p *Program) checkCommand() *cobra.Command {
	return &cobra.Command{
		Use:  "check",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, words, err := p.Settings(cmd, true)
			if err != nil {
				return err
			}
			c := &serve.Checker{Out: cmd.OutOrStdout(), Words: p.Printer(), Catalog: words,
				InWords: p.inWords, Log: slog.New(slog.NewTextHandler(p.Stderr, nil)),
				Prove: func(ctx context.Context, path string) (string, error) { return p.prove(ctx, path, "--fresh") }}
			return c.Check(cmd.Context(), s)
		},
	}
}
