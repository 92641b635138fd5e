// Package main is dealdesk.
package main

func main() {}
