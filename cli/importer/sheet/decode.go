package sheet

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	xunicode "golang.org/x/text/encoding/unicode"

	"dealdesk/sales"
)

// Encodings are the names worth listing. Any other name that browsers know is taken as well.
var Encodings = []string{"auto", "utf-8", "utf-16", "gb18030", "windows-1252", "iso-8859-1", "windows-1250", "windows-1251", "big5",
	"shift_jis", "euc-kr"}

const (
	byteOrderMark = "\ufeff"
	damaged       = string(utf8.RuneError) // stands where a byte is no letter; its line is refused
)

// decode turns bytes into text and returns the encoding it used. A byte that is no letter in
// that encoding becomes damaged, so that only its line is refused: a name damaged on import
// would never match anything again.
func decode(data []byte, ask string) (text, used string, err error) {
	if used = ask; ask == "auto" {
		if used, err = guessEncoding(data); err != nil {
			return "", "", err
		}
	}
	if used == "utf-8" {
		text = strings.ToValidUTF8(strings.TrimPrefix(string(data), byteOrderMark), damaged)
		good, bad := sequences(data)
		return text, used, textual(text, used, bad > good)
	}
	e, err := encodingNamed(used)
	if err != nil {
		return "", "", sales.No("import.encoding_unknown", "Given", ask, "Known", Encodings)
	}
	decoded, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return "", "", sales.No("import.not_text", "Encoding", used)
	}
	text = strings.TrimPrefix(string(decoded), byteOrderMark)
	return text, used, textual(text, used, strings.Count(text, damaged) > len(text)/100+1)
}

func encodingNamed(name string) (encoding.Encoding, error) {
	switch strings.ToLower(name) {
	case "utf-16":
		return xunicode.UTF16(xunicode.LittleEndian, xunicode.UseBOM), nil
	case "utf-16be":
		return xunicode.UTF16(xunicode.BigEndian, xunicode.UseBOM), nil
	case "iso-8859-1", "latin-1", "latin1":
		return charmap.ISO8859_1, nil
	}
	return htmlindex.Get(strings.ToLower(name))
}

// textual refuses what is no text: zero bytes, or too many damaged letters.
func textual(text, used string, tooBad bool) error {
	if tooBad || strings.ContainsRune(text, 0) {
		return sales.No("import.not_text", "Encoding", used)
	}
	return nil
}

// sequences counts the letters of several bytes that are right in UTF-8, and the bytes that
// are not.
func sequences(data []byte) (good, bad int) {
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		data = data[n:]
	}
	return good, bad
}

// guessEncoding decides by marks first, then by what the whole file looks like. UTF-8 with a
// few damaged bytes is still UTF-8.
func guessEncoding(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return "utf-16", nil
	case utf8.Valid(data) && bytes.IndexByte(data, 0) < 0:
		return "utf-8", nil
	}
	if little, big := zeros(data); big > len(data)/4 && little == 0 {
		return "utf-16be", nil
	} else if little > len(data)/4 && big == 0 {
		return "utf-16", nil
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return "", sales.No("import.not_text", "Encoding", "utf-8")
	}
	if good, bad := sequences(data); good >= bad {
		return "utf-8", nil
	}
	switch han, latin := looks(data); {
	case han > 0 && han >= 5*latin:
		return "gb18030", nil
	case han == 0 && latin > 0 && western(data):
		return "windows-1252", nil
	}
	return "", sales.No("import.encoding_unclear", "Known", Encodings[1:])
}

// zeros counts zero bytes at odd and at even places: ASCII letters in UTF-16 have one each.
func zeros(data []byte) (odd, even int) {
	for i, b := range data[:min(len(data), 4096)] {
		switch {
		case b != 0:
		case i%2 == 1:
			odd++
		default:
			even++
		}
	}
	return odd, even
}

// looks counts the runs of bytes above ASCII that are Chinese in GB18030, and those that can
// only be single accented letters. Chinese letters come in pairs of the common part of GB2312;
// an accent stands among ASCII letters, or makes a run of odd length.
func looks(data []byte) (han, latin int) {
	common, rare, low := 0, 0, 0
	distinct := map[[2]byte]bool{}
	for i := 0; i < len(data); i++ {
		if data[i] < 0x80 {
			continue
		}
		start := i
		for i < len(data) && data[i] >= 0x80 {
			i++
		}
		run := data[start:i]
		touches := start > 0 && asciiLetter(data[start-1]) || i < len(data) && asciiLetter(data[i])
		if len(run)%2 == 1 || len(run) == 2 && touches {
			latin++
			continue
		}
		for p := 0; p+1 < len(run); p += 2 {
			pair := [2]byte{run[p], run[p+1]}
			switch lead := pair[0]; {
			case pair[1] < 0xa1:
				rare++
			case lead >= 0xa1 && lead <= 0xa3 || lead >= 0xb0 && lead <= 0xd7:
				common++
			default:
				rare++
			}
			if pair[0] >= 0xb0 && pair[0] <= 0xc8 {
				low++
			}
			distinct[pair] = true
		}
		han++
	}
	// Korean in EUC-KR fills one part of that range only, which Chinese text never does.
	if common < 2*rare || len(distinct) >= 12 && low == common+rare {
		return han, latin + han
	}
	return han, latin
}

func asciiLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// western reports whether data reads as a language of western Europe in Windows-1252: its
// letters beyond ASCII are few in a row, no capital follows a small letter, and few are of
// languages that have an encoding of their own.
func western(data []byte) bool {
	text, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return false
	}
	run, odd, all := 0, 0, 0
	last := rune(0)
	for _, r := range string(text) {
		if r < 0x80 {
			run, last = 0, r
			continue
		}
		all++
		if run++; run > 2 || unicode.IsUpper(r) && unicode.IsLower(last) ||
			r >= 0x80 && r < 0xa0 || slices.Contains([]rune("¤¦¬¶¼¾ƒˆ‰†‡ŠšŽž"), r) {
			odd++
		}
		last = r
	}
	return odd*20 <= all
}
