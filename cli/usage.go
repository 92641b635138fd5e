package cli

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"dealdesk/chat"
	"dealdesk/cli/config"
	"dealdesk/cli/importer"
	"dealdesk/commands/phrase"
	"dealdesk/lang"
)

// askedLanguage returns the value of --lang before the command line is parsed: the help for it is
// in that language, too.
func askedLanguage(args []string) (language string) {
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--lang="); ok {
			language = value
		} else if arg == "--lang" && i+1 < len(args) {
			language = args[i+1]
		}
	}
	return language
}

// describe gives every command its help in the reader's language.
func describe(root *cobra.Command, args []string, p lang.Printer) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd(args...)
	describeOne(root, p)
	frames := []string{}
	for frame, key := range map[string]string{"\nExamples:": "examples", "Usage:": "usage", "\nAliases:": "aliases",
		"Available Commands:": "commands", "Additional Commands:": "additional", "\nFlags:": "flags", "Global Flags:": "global",
		"Additional help topics:": "topics"} {
		begins := frame[:len(frame)-len(strings.TrimLeft(frame, "\n"))]
		frames = append(frames, frame, begins+p.Plain("usage."+key))
	}
	frames = append(frames, `Use "{{.CommandPath}} [command] --help" for more information about a command.`,
		p.Plain("usage.more", "Command", "{{.CommandPath}}"),
		" [command]", " "+p.Plain("usage.command"), "Flags.FlagUsages |",
		"Flags.FlagUsages | table `"+p.Plain("usage.default", "Value", defaultValue)+"` |",
		"{{.UseLine}}", `{{replace .UseLine "[flags]" "`+p.Plain("usage.any_flags")+`"}}`)
	templateFuncs()
	root.SetUsageTemplate(strings.NewReplacer(frames...).Replace(root.UsageTemplate()))
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return config.UsageError{Err: errors.New(flagError(c, p, err.Error()))}
	})
}

func describeOne(c *cobra.Command, p lang.Printer) {
	path := strings.Fields(c.CommandPath())
	key := "command." + strings.Join(path[min(1, len(path)-1):], "_")
	if p.Has(key + ".short") {
		c.Short = p.Plain(key + ".short")
	}
	if p.Has(key + ".long") {
		c.Long = p.Plain(key + ".long")
	}
	switch {
	case c.Parent() == nil || c.Parent().Parent() != nil:
	case c.Name() == "help":
		c.Short = p.Plain("usage.help")
	case c.Name() == "completion":
		c.Short = p.Plain("usage.completion")
	}
	describeFlags(c, key, p)
	c.InitDefaultHelpFlag()
	c.Flags().Lookup("help").Usage = p.Plain("usage.help_for", "Command", c.CommandPath())
	c.InitDefaultVersionFlag()
	if v := c.Flags().Lookup("version"); v != nil && c.Version != "" {
		v.Usage = p.Plain("usage.version")
	}
	for _, sub := range c.Commands() {
		describeOne(sub, p)
	}
}

// describeFlags gives the flags of a command their help, from flag.<command>.<flag>.
func describeFlags(c *cobra.Command, key string, p lang.Printer) {
	table := strings.Replace(key, "command.", "flag.", 1) + "."
	describe := func(f *pflag.Flag) {
		if p.Has(table + f.Name) { // Say, not Plain: the word in backquotes names the value
			f.Usage = string(p.Say(table+f.Name, "Variable", chat.Safe(config.Variable), "Presets",
				chat.Safe(importer.PresetNames())))
		}
	}
	c.Flags().VisitAll(describe)
	c.PersistentFlags().VisitAll(describe)
}

var flagLine = regexp.MustCompile(`(?m)^( +-.*?)  +(.*?)(?: \(default (.*)\))?$`)

// templateFuncs registers what the template calls, once: cobra keeps it in a map of its own.
var templateFuncs = sync.OnceFunc(func() {
	cobra.AddTemplateFunc("replace", strings.ReplaceAll)
	cobra.AddTemplateFunc("table", flagTable)
})

// defaultValue stands in the words for a default until it is known.
const defaultValue = "VALUE"

// flagTable aligns the flags of a command by their width in a terminal, and says their defaults in the
// words given.
func flagTable(words, flags string) string {
	wide := 0
	for _, m := range flagLine.FindAllStringSubmatch(flags, -1) {
		wide = max(wide, importer.Columns(m[1]))
	}
	return flagLine.ReplaceAllStringFunc(flags, func(line string) string {
		m := flagLine.FindStringSubmatch(line)
		line = m[1] + strings.Repeat(" ", wide-importer.Columns(m[1])) + "   " + m[2]
		if m[3] != "" {
			line += strings.Replace(words, defaultValue, m[3], 1)
		}
		return line
	})
}

// flagError says what is wrong with a flag.
func flagError(c *cobra.Command, p lang.Printer, text string) string {
	if m := unknownFlag.FindStringSubmatch(text); m != nil {
		if meant := flagMeant(c, strings.TrimPrefix(m[1], "--")); meant != "" {
			return p.Plain("usage.flag_meant", "Given", m[1], "Meant", "--"+meant)
		}
		return p.Plain("usage.unknown_flag", "Given", m[1])
	}
	if m := unknownShort.FindStringSubmatch(text); m != nil {
		return p.Plain("usage.unknown_flag", "Given", "-"+m[1])
	}
	if m := valueMissing.FindStringSubmatch(text); m != nil {
		return p.Plain("usage.flag_value", "Given", m[1])
	}
	if m := valueWrong.FindStringSubmatch(text); m != nil {
		return p.Plain("usage.bad_value", "Given", m[1], "Flag", m[2])
	}
	return text
}

var (
	unknownFlag    = regexp.MustCompile(`^unknown flag: (\S+)`)
	unknownShort   = regexp.MustCompile(`^unknown shorthand flag: '(.)'`)
	valueMissing   = regexp.MustCompile(`^flag needs an argument: (?:'.' in )?(-\S+)`)
	valueWrong     = regexp.MustCompile(`^invalid argument "(.*?)" for "(?:-., )?(--[\w-]+)" flag`)
	unknownCommand = regexp.MustCompile(`^unknown command "(.*?)" for "(.*?)"`)
	commandMeant   = regexp.MustCompile(`Did you mean this\?\n\t(\S+)`)
	wrongNumber    = regexp.MustCompile(`^accepts (\d+) arg\(s\), received (\d+)`)
)

func number(text string) int {
	n, _ := strconv.Atoi(text) // the pattern has digits only
	return n
}

// flagMeant is the flag of a command that a word misspells, "" if there is none.
func flagMeant(c *cobra.Command, given string) (meant string) {
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if phrase.Distance(f.Name, given) <= 2 && len(given) > 3 {
			meant = f.Name
		}
	})
	return meant
}

// commandError says what is wrong with a command line that cobra refuses.
func commandError(p lang.Printer, text string) string {
	if m := unknownCommand.FindStringSubmatch(text); m != nil {
		if meant := commandMeant.FindStringSubmatch(text); meant != nil {
			return p.Plain("usage.command_meant", "Given", m[1], "Meant", m[2]+" "+meant[1])
		}
		return p.Plain("usage.unknown_command", "Given", m[1], "Command", m[2])
	}
	if m := wrongNumber.FindStringSubmatch(text); m != nil {
		return p.Plain("usage.args", "Count", number(m[1]), "Got", m[2])
	}
	return text
}
