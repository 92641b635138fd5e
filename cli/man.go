package cli

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"dealdesk/lang"
)

func (p *Program) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:  "man",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := io.WriteString(cmd.OutOrStdout(), manPage(cmd.Root(), p.Printer()))
			return err
		},
	}
}

// manPage is the manual page of the whole program, in the mdoc language, from the same
// commands and words as --help. It has no date, so that two builds of one version are alike.
func manPage(root *cobra.Command, p lang.Printer) string {
	var b strings.Builder
	fmt.Fprintf(&b, ".Dd $Mdocdate$\n.Dt DEALDESK 1\n.Os\n.Sh NAME\n.Nm dealdesk\n.Nd %s\n", roff(root.Short))
	b.WriteString(".Sh SYNOPSIS\n.Nm\n.Ar command\n.Op Ar options\n")
	fmt.Fprintf(&b, ".Sh DESCRIPTION\n%s\n", roff(root.Long))
	manFlags(&b, root.PersistentFlags())
	b.WriteString(".Sh COMMANDS\n.Bl -tag -width Ds\n")
	manCommands(&b, root)
	b.WriteString(".El\n.Sh FILES\n.Bl -tag -width Ds\n")
	fmt.Fprintf(&b, ".It Pa /etc/dealdesk/config.toml\n%s\n", roff(p.Plain("man.config")))
	fmt.Fprintf(&b, ".It Pa /var/lib/dealdesk/dealdesk.db\n%s\n", roff(p.Plain("man.store")))
	b.WriteString(".El\n.Sh EXIT STATUS\n.Bl -tag -width Ds\n")
	for _, code := range exits() {
		fmt.Fprintf(&b, ".It %d\n%s\n", code, roff(p.Plain("exit.code_"+strconv.Itoa(code))))
	}
	b.WriteString(".El\n")
	return b.String()
}

// manCommands writes every command that --help lists, those of a group after the group.
func manCommands(b *strings.Builder, parent *cobra.Command) {
	for _, c := range parent.Commands() {
		if !c.IsAvailableCommand() {
			continue
		}
		_, path, _ := strings.Cut(c.CommandPath(), " ")
		use := path + strings.TrimPrefix(c.Use, c.Name())
		text := c.Long
		if text == "" || c.Name() == "completion" || c.Parent().Name() == "completion" { // cobra's text has its own layout
			text = c.Short
		}
		fmt.Fprintf(b, ".It Nm Ic %s\n%s\n", roff(use), roff(text))
		manFlags(b, c.LocalNonPersistentFlags())
		manCommands(b, c)
	}
}

func manFlags(b *strings.Builder, flags *pflag.FlagSet) {
	var lines []string
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		head := ".It Fl \\&-" + roff(f.Name)
		if value != "" {
			head += " Ar " + roff(value)
		}
		lines = append(lines, head+"\n"+roff(usage)+"\n")
	})
	if len(lines) == 0 {
		return
	}
	slices.Sort(lines)
	b.WriteString(".Bl -tag -width Ds\n" + strings.Join(lines, "") + ".El\n")
}

// roff escapes text for the formatter and puts each sentence on its own line.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "`", "", "\n", " ").Replace(text)
	lines := strings.Split(strings.ReplaceAll(text, ". ", ".\n"), "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}

// exits are the codes with which the program can end; 2 is Go's own.
func exits() []int {
	return []int{0, exitFailure, 2, exitRunning, exitUnsure, exitStore, exitNewer, exitBroken, exitUsage}
}
