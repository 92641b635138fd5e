//go:build !stress

package main

import "github.com/spf13/cobra"

// testCommands are none in what people run; see stress.go.
func (p *program) testCommands() []*cobra.Command { return nil }
