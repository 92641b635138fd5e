package sheet

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"dealdesk/sales"
)

// Encodings that can be asked for. "auto" looks for a byte order mark, then tries UTF-8, and
// otherwise assumes GB18030, which Chinese Excel writes.
var Encodings = []string{"auto", "utf-8", "utf-16", "gb18030"}

// decode turns bytes into text and returns the encoding it used. Bytes that are not text in
// that encoding are refused, never replaced: a name damaged on import would never match
// anything again.
func decode(data []byte, ask string) (text, used string, err error) {
	used = ask
	if ask == "auto" {
		switch {
		case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
			used = "utf-16"
		case utf8.Valid(data):
			used = "utf-8"
		default:
			used = "gb18030"
		}
	}
	var e encoding.Encoding
	switch used {
	case "utf-8":
		text = string(bytes.TrimPrefix(data, []byte("\ufeff")))
		if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			return "", "", sales.No("import.not_text", "Encoding", used)
		}
		return text, used, nil
	case "utf-16":
		e = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case "gb18030":
		e = simplifiedchinese.GB18030
	default:
		return "", "", sales.No("import.encoding_unknown", "Given", ask, "Known", Encodings)
	}
	decoded, err := e.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) || bytes.IndexByte(decoded, 0) >= 0 {
		return "", "", sales.No("import.not_text", "Encoding", used)
	}
	return string(bytes.TrimPrefix(decoded, []byte("\ufeff"))), used, nil
}
