package serve

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"
)

// skewed is a clock that is moved by hand, beside the right one.
type skewed struct {
	ran, ahead time.Duration
	silent     bool
	told       []time.Duration
	right      int
	clock
}

func newSkewed() *skewed {
	s := &skewed{}
	start := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	s.clock = clock{
		wall: func() time.Time { return start.Add(s.ran + s.ahead) },
		ran:  func() time.Duration { return s.ran },
		ask: func(context.Context) (time.Duration, error) {
			if s.silent {
				return 0, errors.New("slack is down")
			}
			return s.ahead, nil
		},
		changed: func(_ context.Context, off time.Duration, right bool) {
			if right {
				s.right++
			} else {
				s.told = append(s.told, off)
			}
		},
		log: slog.New(slog.DiscardHandler),
	}
	return s
}

// after lets time pass and reports whether the clock is trusted.
func (s *skewed) after(d time.Duration) bool {
	s.ran += d
	return s.Steady(context.Background())
}

func TestNothingIsDoneByAClockThatIsWrong(t *testing.T) {
	s := newSkewed()
	if !s.after(0) || !s.after(20*time.Second) || !s.after(20*time.Hour) {
		t.Fatal("a good clock is not believed")
	}
	s.ahead = 48 * time.Hour
	for range 100 {
		if s.after(20 * time.Second) {
			t.Fatal("a clock two days ahead is believed")
		}
	}
	if len(s.told) != 1 || s.told[0] != 48*time.Hour {
		t.Errorf("the admins were told %v", s.told)
	}
	s.ahead = 0
	before := s.right
	if !s.after(20*time.Second) || s.right != before+1 {
		t.Error("a clock that was corrected is not believed")
	}
	s.ahead = 90 * time.Second // as small as a leap of a time server may be
	if !s.after(20 * time.Second) {
		t.Error("a small leap holds everything")
	}
}

func TestAComputerThatStartsWithAWrongClockWaits(t *testing.T) {
	s := newSkewed()
	s.ahead = -24 * 365 * time.Hour
	if s.after(0) || s.after(time.Minute) {
		t.Error("a clock a year behind is believed")
	}
	s.ahead = 0
	if !s.after(time.Second) {
		t.Error("the right time is not believed")
	}
}

func TestAJumpThatSlackCannotConfirmHoldsUntilItCan(t *testing.T) {
	s := newSkewed()
	s.after(0)
	s.silent, s.ahead = true, 3*time.Hour // or the computer slept
	if s.after(time.Second) || s.after(time.Minute) {
		t.Error("a jump is believed unseen")
	}
	s.silent, s.ahead = false, 0
	if !s.after(time.Minute) {
		t.Error("the clock is still not believed")
	}
}
