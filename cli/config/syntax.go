package config

import (
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// syntax maps parts of the messages of the TOML library to the keys of our words: the library
// speaks English only. The first match counts.
var syntax = []struct{ part, key string }{
	{"already", "config.twice_written"},
	{"cannot store an array table", "config.syntax_one"},
	{"UTF-8", "config.syntax_letters"},
	{"cannot have new lines", "config.syntax_text"},
	{"terminated", "config.syntax_text"},
	{"escape", "config.syntax_backslash"},
	{"unicode", "config.syntax_backslash"},
	{"expected newline", "config.syntax_rest"},
	{"inline table", "config.syntax_list"},
	{"array value", "config.syntax_list"},
	{"array is incomplete", "config.syntax_list"},
	{"table name", "config.syntax_table"},
	{"array table", "config.syntax_table"},
	{"key", "config.syntax_key"},
	{"value", "config.syntax_value"},
	{"quoted", "config.syntax_value"},
	{"date", "config.syntax_value"},
	{"digit", "config.syntax_value"},
	{"number", "config.syntax_value"},
}

// syntaxKey is the key of the words for a mistake that the TOML library found.
func syntaxKey(text string) string {
	for _, s := range syntax {
		if strings.Contains(text, s.part) {
			return s.key
		}
	}
	return "config.syntax"
}

// plainType describes a value of the wrong type, for which the library names the Go type, or a
// mistake in the syntax.
func plainType(e *toml.DecodeError) string {
	text := strings.TrimPrefix(e.Error(), "toml: ")
	if !strings.HasPrefix(text, "cannot decode TOML ") {
		return syntaxKey(text)
	}
	switch text[strings.LastIndex(text, " ")+1:] {
	case "string":
		return "config.must_be_text"
	case "[]string":
		return "config.must_be_list"
	case "int":
		return "config.must_be_int"
	case "float64":
		return "config.must_be_number"
	case "bool":
		return "config.must_be_bool"
	}
	return "config.must_be_table"
}
