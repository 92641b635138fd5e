package cli

import "syscall"

// limitMemory makes the kernel refuse this process more than limit bytes of private memory.
// The pages of a mapped file do not count.
func limitMemory(limit uint64) error {
	return syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: limit, Max: limit})
}
