package commands_test

import "dealdesk/commands/commandstest"

const (
	ana   = commandstest.Ana
	bob   = commandstest.Bob
	mei   = commandstest.Mei
	dan   = commandstest.Dan
	lilei = commandstest.Lilei
	wei   = commandstest.Wei
	adm   = commandstest.Adm
	guest = commandstest.Guest
)
