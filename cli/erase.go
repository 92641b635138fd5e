package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"dealdesk/cli/person"
)

func (p *Program) eraseCommand() *cobra.Command {
	var e person.Eraser
	c := &cobra.Command{
		Use: "erase --person WHO",
		Example: "  dealdesk erase --person K-3 --dry-run\n" +
			"  dealdesk erase --person anna@example.com --also \"Annie\"\n" +
			"  dealdesk erase --person U0123ABCD --keep-notes",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if len(e.Names) == 0 {
				return p.wrong("shell.erase_whom")
			}
			s, words, err := p.Settings(cmd, false)
			if err != nil {
				return err
			}
			e.Path, e.Staff, e.Words, e.Company = s.Store.Path, s.Staff, p.Printer(), words.Printer(s.Company.Language)
			e.Prove = func(ctx context.Context, path string) (string, error) { return p.prove(ctx, path) }
			e.Now, e.In, e.Out = time.Now(), cmd.InOrStdin(), cmd.OutOrStdout()
			return e.Do(cmd.Context())
		},
	}
	f := c.Flags()
	f.StringArrayVar(&e.Names, "person", nil, "")
	f.StringArrayVar(&e.Also, "also", nil, "")
	f.BoolVar(&e.Others, "others", false, "")
	f.BoolVar(&e.KeepNotes, "keep-notes", false, "")
	f.BoolVar(&e.Dry, "dry-run", false, "")
	f.BoolVar(&e.Yes, "yes", false, "")
	f.StringVar(&p.StorePath, "store", "", "")
	return c
}
