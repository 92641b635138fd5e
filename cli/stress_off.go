//go:build !stress

package cli

import "github.com/spf13/cobra"

// testCommands are none in what people run; see stress.go.
func (p *Program) testCommands() []*cobra.Command { return nil }
