package cli

import (
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
				return p.wrong("shell.listen_here")
			case o.Play != "" && o.Data != "":
				return p.wrong("shell.play_alone")
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
