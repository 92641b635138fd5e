//go:build !stress

package cli

import "github.com/spf13/cobra"

// testCommands returns none: only builds with the tag stress have them.
func (p *Program) testCommands() []*cobra.Command { return nil }
