package calendar

import (
	"fmt"
	"strings"
	"time"
)

// Hours are the working hours of a day, in order and without overlap. Nil is the default,
// nine to six.
type Hours []Shift

// Shift is worked from From to To, in minutes of the local day; To may be 24*60.
type Shift struct{ From, To int }

// maxShifts is how many shifts a day may have, to keep it readable.
const maxShifts = 6

var nineToSix = Hours{{9 * 60, 18 * 60}}

// ReadHours reads "09:00-12:00,13:30-18:00", and what a Chinese keyboard makes of it:
// "9：00—12：00，13：30~18：00".
func ReadHours(text string) (Hours, error) {
	plain := strings.NewReplacer("：", ":", "，", ",", "、", ",", "–", "-", "—", "-", "~", "-", "～", "-", "至", "-", "到", "-", " ", "", "　",
		"").Replace(text)
	var hours Hours
	end := 0
	for part := range strings.SplitSeq(plain, ",") {
		from, to, ok := strings.Cut(part, "-")
		s := Shift{MinuteOf(from), MinuteOf(to)}
		if !ok || s.From < end || s.To <= s.From || len(hours) == maxShifts {
			return nil, fmt.Errorf("%q are not hours like 09:00-12:00,13:30-18:00", text)
		}
		hours, end = append(hours, s), s.To
	}
	return hours, nil
}

// MinuteOf is the minute of a time of day, "9:00" or "24:00"; -1 for anything else.
func MinuteOf(clock string) int {
	if clock == "24:00" {
		return 24 * 60
	}
	t, err := time.Parse("15:04", clock)
	if err != nil {
		return -1
	}
	return t.Hour()*60 + t.Minute()
}

// String returns the hours as ReadHours reads them: "09:00-18:00".
func (h Hours) String() string {
	var parts []string
	for _, s := range h.orDefault() {
		parts = append(parts, fmt.Sprintf("%02d:%02d-%02d:%02d", s.From/60, s.From%60, s.To/60, s.To%60))
	}
	return strings.Join(parts, ",")
}

func (h Hours) orDefault() Hours {
	if h == nil {
		return nineToSix
	}
	return h
}
