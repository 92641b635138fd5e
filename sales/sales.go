// Package sales holds the nouns and rules of selling: who may do what, when a deal may
// move, how much discount someone may give. It is pure: no chat, no storage, no clock, no
// I/O; the time is always an argument. Every package may call it; it calls none.
package sales
