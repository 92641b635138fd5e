package cli

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"dealdesk/cli/serve"
	"dealdesk/store"
	"dealdesk/store/bolt"
)

func (p *Program) auditCommand() *cobra.Command {
	audit := &cobra.Command{
		Use:  "audit",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return p.wrong("shell.audit_what")
		},
	}
	var checkpoint string
	verify := &cobra.Command{
		Use:  "verify",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			var against store.Checkpoint
			if checkpoint != "" {
				if against, err = store.ParseCheckpoint(checkpoint); err != nil {
					return p.wrong("shell.bad_checkpoint", "Text", checkpoint)
				}
			}
			s, _, err := p.Settings(cmd, false)
			if err != nil {
				return err
			}
			st, done, err := serve.OpenSnapshot(cmd.Context(), s)
			if err != nil {
				return err
			}
			at, err := st.Check(cmd.Context(), against)
			if chain := (*store.ChainError)(nil); checkpoint != "" && errors.As(err, &chain) {
				fmt.Fprintln(cmd.OutOrStdout(), p.Printer().Plain("shell.against", "At", against.String()))
			}
			if err := errors.Join(err, done()); err != nil {
				return fmt.Errorf("audit: %w", err)
			}
			fmt.Fprintln(cmd.OutOrStdout(), p.Printer().Plain("shell.audited", "Count", at.Seq, "At", at.String()))
			return nil
		},
	}
	verify.Flags().StringVar(&checkpoint, "checkpoint", "", "")
	verify.Flags().StringVar(&p.StorePath, "store", "", "")
	audit.AddCommand(verify)
	return audit
}

func (p *Program) recountCommand() *cobra.Command {
	return &cobra.Command{
		Use:  "recount",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, _, err := p.Settings(cmd, false)
			if err != nil {
				return err
			}
			st, _, err := serve.OpenToServe(cmd.Context(), s.Store.Path, bolt.Options{LockWait: serve.LockWait}, time.Now())
			if err != nil {
				return err
			}
			diffs, err := st.Recount(cmd.Context())
			if err := errors.Join(err, st.Close()); err != nil {
				return fmt.Errorf("recount: %w", err)
			}
			for _, d := range diffs {
				fmt.Fprintln(cmd.OutOrStdout(), p.Printer().Plain("shell.recounted",
					"Day", fmt.Sprint(d.On), "Person", d.Person, "Number", d.Metric, "Was", d.N, "Is", d.Want))
			}
			fmt.Fprintln(cmd.OutOrStdout(), p.Printer().Plain("shell.corrected", "Count", len(diffs)))
			return nil
		},
	}
}
