// Package dice gives tests their random numbers: the same ones every time, so that no change
// is ever refused by bad luck. With DEALDESK_TEST_LONG set, as .ci/nightly does, tests draw
// new numbers, and more of them.
//
// Importing this package is enough for the rapid checks of a test binary to do so, too;
// -rapid.seed and -rapid.checks still take precedence.
package dice

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"testing"
	"time"

	_ "pgregory.net/rapid" // registers its flags before they are set here
)

const (
	longVar = "DEALDESK_TEST_LONG"
	seedVar = "DEALDESK_TEST_SEED"
)

// seed is never 0: rapid would draw a new one each time.
var seed = cast()

func cast() uint64 {
	n := uint64(20261124)
	if text := os.Getenv(seedVar); text != "" {
		var err error
		if n, err = strconv.ParseUint(text, 10, 64); err != nil || n == 0 {
			panic(fmt.Sprintf("%s=%q: want a whole number above 0", seedVar, text))
		}
	} else if Long() {
		n = 1 + rand.Uint64N(1<<32)
		fmt.Fprintf(os.Stderr, "to draw this again: %s=1 %s=%d\n", longVar, seedVar, n)
		os.Setenv(seedVar, fmt.Sprint(n)) // for child processes
	}
	set("rapid.seed", n)
	if Long() {
		set("rapid.checks", 1000)
	}
	return n
}

func set(name string, value any) {
	if err := flag.Set(name, fmt.Sprint(value)); err != nil {
		panic(err)
	}
}

// Long reports whether tests run long and draw new numbers.
func Long() bool { return os.Getenv(longVar) != "" }

// Times returns how often to try something: always, or long in a long run.
func Times(always, long int) int {
	if Long() {
		return long
	}
	return always
}

// Rand draws from the seed of this run; n separates draws that run side by side.
func Rand(n uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, n)) }

// Seeds returns the first number for a test that numbers its worlds: 0, or a new one in a long run.
func Seeds() uint64 {
	if Long() {
		return seed
	}
	return 0
}

const (
	quickTries = 5
	raceFactor = 10 // how much longer a test may take with the race detector
)

// Quick fails if every try of run takes longer than limit: a single slow one may be due to
// other work on the same machine.
func Quick(t testing.TB, limit time.Duration, run func()) {
	t.Helper()
	if raced() {
		limit *= raceFactor
	}
	var all []time.Duration
	for range quickTries {
		began := time.Now()
		run()
		took := time.Since(began)
		if took <= limit || t.Failed() {
			return
		}
		all = append(all, took)
	}
	t.Errorf("took %v, the limit is %v", all, limit)
}

// raced reports whether the test was built with the race detector.
func raced() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}
