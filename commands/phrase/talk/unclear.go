package talk

// Parts of the patterns below.
const (
	// contactHan are the words for contacts that are the beginning of other words, thingsHan what they then go on with.
	contactHan = `(?:电话|会议|见面|拜访|上门|来访|邮件|邮箱|微信|短信|消息|演示|培训|回访|视频|考察|参观|会面|接待)`
	thingsHan  = `(?:室|厅|纪要|通知|邀请函?|链接|材料|资料|文件|文档|时间|日期|地点|地址|账号|帐号|账户|环境|场地|计划|路线|行程|安排|名单|对象|号码?|群|礼物?|` +
		`模板|附件|议程|日程|次数|目标|报告|总结|费|课件|稿|设备|录像|录音|截图|服务器|公众号|好友|名片|联系人|流程|脚本|定金|邀约)`
	// ends is the end of a clause.
	ends = `(?:[ ,.;!?)~…]|$)`
	// starts is the start of a clause.
	starts = `(?:^|[ ,.;(…])`
	// anyDayHan is a day of the past.
	anyDayHan = `(?:今天|昨天|昨晚|前天|大前天|(?:上个?)?(?:周|星期|礼拜)[一二三四五六日天]|\d+[号日])`
)

// OtherWord begins with the word for a contact and goes on as another word: 会议室, 演示账号, 打款.
var OtherWord = reads(`^(?:` + contactHan + `的?` + thingsHan + `|消息(?:不|很|太|是|挺|真|还|面)|` +
	`(?:电话|手机|微信|邮箱|邮件)(?:换|变|改了?$|改号|加上|加好|加了|停机|没收到|未收到)|` +
	`打(?:款|球|折|包|印|样|卡|车|扫|架|动|破|压|牌|麻将|招呼|交道|算|造|了?个?照面|[\d一二三四五六七八九十]+分(?:[^钟]|$))|` +
	`开(?:票|户|账号|发票|工厂|分店|分公司|价|药)|开了(?:发?票|账号|账户|户|分店|新店)|视频(?:号|会员)|谈(?:判|吐)|聊天|去(?:向|留|年|掉|除|处)|会(?:计|员|签|场|费))`)

// otherBefore stands before a word for a contact that is the end of another word: 展会, 没消息, 发票开了.
var otherBefore = reads(`(?:(?:展|机|社|总办|办公|董事|委员|股东|理事|年|博览|交易|协|商|工|约|晚)(?:会)?$)|(?:没|无|没有|好|坏|毫无|等)$|` +
	`(?:发?票|账号|账户|分店|新店|证明?)(?:已经?|都|也)?$`)

// wordsHan are the words for contacts that stand in otherBefore's other words.
var wordsHan = reads(`^(?:会|消息|开了)`)

// InOtherWord reports whether the word for a contact at a place of a text is part of another word.
func InOtherWord(text string, at int) bool {
	return OtherWord.in(text[at:]) || wordsHan.in(text[at:]) && otherBefore.in(lastOf(text[:at]))
}

// lastOf is the end of a text, as far as a word before it may reach.
func lastOf(text string) string {
	const longestWord = 4 * len("字")
	if len(text) <= longestWord {
		return text
	}
	i := len(text) - longestWord
	for i < len(text) && text[i]&0xC0 == 0x80 { // within a character
		i++
	}
	return text[i:]
}

// doubted is told of contacts that their author does not want to have told, or does not know enough about.
var doubted = []pattern{
	// Whether it is to be recorded, or was.
	reads(starts + `(?:这[条个]|先|可以)?(?:不用|不要|别|无需|甭|勿|要不要|用不用|该不该|是不是要|需不需要)再?(?:记|登记|录入|算)`),
	reads(`(?:不|别)(?:算|作|做|计)(?:数|入|进去|在内)|` + starts + `(?:这是|就是|我在|纯|只是|随便)?(?:测试|试试)(?:一?下|而已|用|数据|的)?` + ends),
	reads(`(?:可能|好像|应该|似乎|大概|是不是|也许|貌似)\p{Han}{0,3}(?:记|登|录|报)过|重复(?:记|登|录)|` + starts + `(?:已经?|之前)?(?:记|登记|录)过了?` + ends),
	reads(starts + `(?:我|我们|咱们?|今天)*(?:打算|准备|计划|想着|想)(?:要|去|再)*(?:给|跟|和|与|拜访|联系|约|见)`),
	// Which day it was.
	reads(`(?:忘了|忘记|记不清|记不得|不记得|不确定|不清楚|想不起来?|拿不准)(?:到底|具体|是不是|是|在)*(?:今天|昨天|前天|周|星期|礼拜|哪天|几号|上午|下午|早上)`),
	reads(anyDayHan + `(?:还是|或者?|要么|要不)` + anyDayHan + `|(?:上个?)?(?:周|星期|礼拜)[一二三四五六日天](?:还是|或者?)[一二三四五六日天周]`),
	reads(`(?:本来|原来|原定|原本|原计划)(?:是|在|定|约)*(?:今天|明天|后天|周|下|\d)`),
}

// inVain is told of a contact of some length that came to nothing.
var inVain = reads(starts + `(?:又|就|都|结果|最后|还)*(?:白去|白跑|白等|没见着|没见上|没赶上|没进去|没进门|没让进|门都没|进不去|半路|中途|被\p{Han}{1,4}(?:拦|轰|赶)|堵车|路过|太远|不想去)`)

// toDo begins what is still to be done, which is a plan.
var toDo = reads(`提醒|记得|别忘|下一步|待办`)

// unclear is told of contacts that were perhaps none, where no length says that they were.
var unclear = []pattern{
	// Behind it.
	reads(`(?:没赶上|没进去|门都没进|进不去|半路\p{Han}{0,2}[回返]|被\p{Han}{1,4}(?:拦|轰|赶)|` +
		`吹了|黄了|泡汤|开不成|谈不成|去不成|见不成|打错了?|写了一半|发完|没写完|撤回|退回|被退|拉黑|没收到|没搭好|没准备好|等通知|另约|改约|再约|回头再|待发|待定|` +
		`还差|不想去|太远|路过|还早|改成电话|改成线上|改电话|改线上|列入|排到|排在|排进|安排在|约在|定在)`),
	reads(contactHan + `\x00?(?:约|定|排|改到?|挪到?|推到?)(?:今|明|后|周|下|星期|礼拜|\d)`),
	// Of something else that the customer has, or that has to do with them.
	reads(`\x00的?(?:竞争对手|竞对|前员工|离职|老员工|那条街|对面|附近|隔壁|旁边|门口|楼下|路上|路线|时间|地址|纪要|号码|联系方式|环境|账号|资料在)`),
	reads(`\x00(?:那边|他们|的人|内部)*(?:正|还|都)?在?开会(?:讨论|研究|通过|决定|商量|定|` + ends + `)`),
	reads(`\x00(?:那边|他们)*(?:又|还|得|都)*要?(?:重新|再)谈`),
	// A question.
	reads(`谁(?:去|来|讲|做|打|跟|陪|负责)|几次了?|在哪|怎么走|要不要|用不用|该不该|能不能|可不可以|多少次|啥时候|什么时候|几点|哪天|带啥|带什么|准备什么|准备啥`),
	reads(starts + `\x00?(?:要是|如果|假如|万一|只要|等)\p{Han}{0,8}(?:就|再)`),
	// Still to be done, or by somebody else.
	reads(starts + `(?:我|我们|咱们?|今天|现在|也|就|还)*(?:该|应该|得|要|需要|必须|一会儿?|等会儿?|待会儿?|没来得及|来不及|忘了|帮我|帮忙|麻烦|假如|如果|要是|万一)(?:先|去|再)*` +
		`(?:给|跟|和|与|向|联系|拜访|约|见|打|发|回访)`),
	reads(starts + `(?:让|叫|请|派|安排|麻烦)[^我咱\x00]{1,4}(?:给|跟|和|与|向|去|联系|拜访|约|打|发)`),
	reads(`(?:打个?电话|发个?邮件|发个?微信|发个?消息|拜访|联系|见面)(?:一下)?\x00?吧` + ends),
	reads(contactHan + `安排一下|(?:接待|来访)\p{Han}{0,2}安排`),
}

// lengthHan is how long a contact lasted.
var lengthHan = reads(`(?:\d|[一二两三四五六七八九十半几])个?(?:多|半)?(?:小时|钟头|分钟|刻钟)|\d ?(?:h|min|m)\b|[一半]天|一(?:上午|下午)`)

// Unclear reports whether a line in Chinese with Customer for the names of customers tells of a contact whose author says
// that it is not to be recorded, or not when it was, or of one that has no length and was perhaps none.
func Unclear(line string) bool {
	if len(line) > longest {
		return false
	}
	text := plain(line)
	for _, p := range doubted {
		if p.in(text) {
			return true
		}
	}
	if toDo.in(text) {
		return false
	}
	if lengthHan.in(text) {
		return inVain.in(text)
	}
	for _, p := range unclear {
		if p.in(text) {
			return true
		}
	}
	return onlyOtherWords(text)
}

// anyContactHan finds the words for contacts.
var anyContactHan = reads(contactHan + `|打|开了|会|谈|聊|见|吃饭|喝`)

// onlyOtherWords reports whether a text has words for contacts and each is part of another word.
func onlyOtherWords(text string) bool {
	all := anyContactHan.compiled().FindAllStringIndex(text, -1)
	for _, at := range all {
		if !InOtherWord(text, at[0]) {
			return false
		}
	}
	return len(all) > 0
}
