package config

import (
	"fmt"
	"math"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"time"

	"dealdesk/sales"
	"dealdesk/sales/calendar"
)

// The checks of single settings. Each returns the setting in the program's own type and
// records what is wrong with it, so that the caller can go on and find all mistakes.

func (r *reader) oneOf(at, got string, known []string) string {
	if !slices.Contains(known, got) {
		r.wrong(at, "config.one_of", "Known", known, "Text", got)
	}
	return got
}

func (r *reader) users(at string, ids []string) []string {
	for i, id := range ids {
		r.user(fmt.Sprintf("%s.%d", at, i), id)
	}
	return ids
}

func (r *reader) user(at, id string) {
	if !userID(id) {
		r.wrong(at, "config.user", "Text", id)
	}
}

var (
	userID    = regexp.MustCompile(`^[UW][A-Z0-9]+$`).MatchString
	channelID = regexp.MustCompile(`^[CG][A-Z0-9]+$`).MatchString
	teamID    = regexp.MustCompile(`^[\p{L}\p{M}\p{Nd}_-]+$`).MatchString // part of keys and of button values
)

func (r *reader) zone(at, name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil || !IsZone(name) {
		r.wrong(at, "config.zone", "Text", name)
		return time.UTC
	}
	return zone
}

// clock checks a time of day. Empty turns off what it is for.
func (r *reader) clock(at, text string) string {
	if text == "" {
		return text
	}
	if t, err := time.Parse("15:04", text); err != nil || t.Format("15:04") != text {
		r.wrong(at, "config.clock", "Text", text)
	}
	return text
}

// weekdays accepts a subset of cron's day-of-week field: days from 0 (Sunday) to 6 and ranges
// of them.
func (r *reader) weekdays(at, text string) string {
	if _, err := calendar.ReadWeekdays(text); err != nil {
		r.wrong(at, "config.weekdays", "Text", text)
	}
	return text
}

func (r *reader) hours(at, text string) calendar.Hours {
	h, err := calendar.ReadHours(text)
	if err != nil {
		r.wrong(at, "config.hours", "Text", text)
	}
	return h
}

func (r *reader) percent(at string, x float64) sales.Percent {
	p := math.Round(x * 100)
	if !(x >= 0 && x <= 100) || math.Abs(p-x*100) > 1e-6 {
		r.wrong(at, "config.percent", "Text", x)
		return 0
	}
	return sales.Percent(p)
}

func (r *reader) duration(at, text string, least time.Duration) time.Duration {
	d, err := time.ParseDuration(text)
	if err != nil {
		r.wrong(at, "config.duration", "Text", text)
	} else if d < least {
		r.wrong(at, "config.duration_least", "Least", least)
	}
	return d
}

// catchUp returns 0 for an empty setting, which means until the end of the local day.
func (r *reader) catchUp(at, text string) time.Duration {
	if text == "" {
		return 0
	}
	return r.duration(at, text, time.Minute)
}

func (r *reader) hostPort(at, text string) (host string) {
	host, port, err := net.SplitHostPort(text)
	if err != nil || port == "" {
		r.wrong(at, "config.listen", "Text", text)
	}
	return host
}

// Loopback reports whether host is this computer.
func Loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// address checks a URL, which must be encrypted unless it is on this computer.
func (r *reader) address(at, text string) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "https" && !(u.Scheme == "http" && Loopback(u.Hostname())) {
		r.wrong(at, "config.https")
	}
}
