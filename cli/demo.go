package cli

import (
	"errors"
	"net"

	"github.com/spf13/cobra"

	"dealdesk/cli/config"
	"dealdesk/cli/demo"
)

func (p *Program) demoCommand() *cobra.Command {
	var o demo.Options
	c := &cobra.Command{
		Use:  "demo",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.Lang = "en"; p.Printer().Language() != "en" {
				o.Lang = "zh"
			}
			switch host, _, err := net.SplitHostPort(o.Listen); {
			case err != nil || !config.Loopback(host):
				return config.UsageError{Err: errors.New("--listen must be an address of this computer, like 127.0.0.1:8080: in the local " +
					"Slack anybody can act as anybody")}
			case o.Play != "" && o.Data != "":
				return config.UsageError{Err: errors.New("--play always starts without records and cannot be used with --data")}
			case o.Play != "":
				return o.Story(cmd.Context(), cmd.OutOrStdout(), p.Stderr)
			}
			return o.Run(cmd.Context(), cmd.InOrStdin(), cmd.OutOrStdout(), p.Stderr)
		},
	}
	c.Flags().StringVar(&o.Listen, "listen", "127.0.0.1:8080", "")
	c.Flags().BoolVar(&o.Empty, "empty", false, "")
	c.Flags().StringVar(&o.Play, "play", "", "")
	c.Flags().StringVar(&o.Data, "data", "", "")
	c.Flags().Uint64Var(&o.Seed, "seed", 1, "")
	return c
}
