package main

import "dealdesk/bot/fakeslack"

// What people of the sample company wrote to each other. What they say of records is true
// of them, for every seed: it is about the tales of sample_words.go.

func cheer(name string, who ...string) []fakeslack.Reaction {
	return []fakeslack.Reaction{{Name: name, Users: who}}
}

func eastTalks() []talk {
	return []talk{
		{channel: "CEAST", day: 22, at: "09:40", line: line{who: "UMEI", text: "Morning all. A small contest for November: most first meetings with customers none of us has met before. " +
			"A meeting, a visit or a demo counts once it is logged, one for each customer. On the 30th whoever has most picks the restaurant, and I pay for all of us.", cheers: cheer("tada", "UBOB", "UPRIYA", "UANA")},
			answers: []line{
				{who: "UBOB", text: "Does a video call count?"},
				{who: "UMEI", text: "If they turned up and you log it as a meeting, yes."},
				{who: "UPRIYA", text: "I have the restaurant already :sunglasses:", cheers: cheer("joy", "UANA", "UMEI")},
			}},
		{channel: "CEAST", day: 15, at: "11:20", line: line{who: "UPRIYA", text: "Has anybody got a line into Tidewater Shipping? The budget went to their board at the end of October, and since then nobody picks up."},
			answers: []line{
				{who: "UANA", text: "I sat next to one of their operations people at the ports fair. Will dig out the card."},
				{who: "UMEI", text: "Try that once. If the board has said no, close it; a clear no is worth more than a maybe we carry along."},
			}},
		{channel: "CEAST", day: 11, at: "17:50", line: line{who: "UBOB", text: "Globex has gone below us at Brightwater Hotels, again. I asked for 18% and Mei said no, rightly I suppose."},
			answers: []line{
				{who: "UMEI", text: "Not no, first: what do they leave out? Nobody runs support for a hotel chain at that price."},
				{who: "UBOB", text: "I have somebody there who will tell me.", cheers: cheer("eyes", "UMEI")},
			}},
		{channel: "CEAST", day: 6, at: "17:50", line: line{who: "UPRIYA", text: "Kestrel Foods is not renewing. They go to Initech, and the decision was made before we sat down with them."},
			answers: []line{
				{who: "UBOB", text: "Sorry, Priya. You were very patient with them."},
				{who: "UMEI", text: "Thanks for telling us the same day. My part of it: we opened the renewal six weeks before the end. From now on it is three months, for all of us.", cheers: cheer("+1", "UANA", "UBOB", "UPRIYA")},
			}},
		{channel: "CEAST", day: 5, at: "17:55", line: line{who: "UBOB", text: "Found it: support is not in the Globex offer at all. 15% is through for Brightwater, back in there next week.", cheers: cheer("muscle", "UMEI", "UANA")}},
		{channel: "CACME", day: 1, at: "15:10", line: line{who: "ULAURA", text: "Hello both, our finance people sit together on Friday afternoon. Could we have the quote by then?"},
			answers: []line{{who: "UANA", text: "You will have it on Friday morning, Laura.", cheers: cheer("pray", "ULAURA")}}},
		{channel: "CEAST", day: 1, at: "17:50", line: line{who: "UANA", text: "Northgate Bank has signed! Eleven weeks from the first call, and the reporting suite starts in January.", cheers: cheer("tada", "UMEI", "UBOB", "UPRIYA", "UDAN")},
			answers: []line{{who: "UDAN", text: "Congratulations from the other end of the world. That is the win of the quarter for East.", cheers: cheer("heart", "UANA")}}},
		{channel: "CEAST", at: "10:06", under: "Brightwater Hotels", line: line{who: "UBOB", text: "They rang again this morning. They want an answer this week, and Globex comes in once more on Thursday."},
			answers: []line{
				{who: "UMEI", text: "25% is for Dan to decide, not for me. I would hold the 15% and give them two weeks of our people at the roll-out instead."},
				{who: "UDAN", text: "Let me sleep on it. Bob, what does support cost them at Globex if they add it?"},
			}},
		{channel: "CEAST", at: "10:14", line: line{who: "UMEI", text: "Contest, as of this morning: {total} first meetings with new customers, six days to go. In front, with {most}: {front}. " +
			"What I like best is the list of names that nobody here knew in October.", cheers: cheer("clap", "UBOB", "UANA")},
			answers: []line{{who: "UBOB", text: "I have one more in the diary for Thursday."}}},
	}
}

func southTalks() []talk {
	return []talk{
		{channel: "CSOUTH", day: 22, at: "09:40", line: line{who: "UWEI", text: "各位早。十一月搞个小比赛，比谁见的新客户多。上门、开会、演示都算，记下来才作数，一个客户只算一次。30 号截止，第一名挑饭店，我请全组。", cheers: cheer("tada", "UHAN", "UZHANG", "UWANG")},
			answers: []line{
				{who: "UHAN", text: "视频会议算吗？"},
				{who: "UWEI", text: "客户到场了就算，记成会议。"},
				{who: "UZHANG", text: "那我先把潮汕牛肉火锅的位子订了 :sunglasses:", cheers: cheer("joy", "ULILEI", "UWEI")},
			}},
		{channel: "CSOUTH", day: 15, at: "11:20", line: line{who: "UWANG", text: "东方物流快两周没消息了，说预算要上总经理办公会，之后电话一直没人接。谁认识他们的人？"},
			answers: []line{
				{who: "ULILEI", text: "我有个同学在他们仓储部，帮你问一声。"},
				{who: "UWEI", text: "问到就好。要是会上没通过，就早点关掉，拖着更耗人。"},
			}},
		{channel: "CSOUTH", day: 12, at: "17:50", line: line{who: "UHAN", text: "明珠酒店拿同方云的报价来压，开口就要八八折。"},
			answers: []line{
				{who: "UWEI", text: "别急着跟。签两年，八八折可以谈；签一年，价格不动。"},
				{who: "UHAN", text: "好，我明天带着两年的方案过去。", cheers: cheer("+1", "UWEI")},
			}},
		{channel: "CSOUTH", day: 7, at: "17:50", line: line{who: "UZHANG", text: "南粤食品的续约丢了，去了博睿系统，就输在价格上。"},
			answers: []line{
				{who: "UWANG", text: "可惜了，这家一直是你在盯。"},
				{who: "UWEI", text: "当天就说出来，好。我的责任是动手太晚：到期前一个月才开始谈。以后续约提前三个月打第一通电话，大家都一样。", cheers: cheer("+1", "UHAN", "UWANG", "UZHANG")},
			}},
		{channel: "CSOUTH", day: 6, at: "17:55", line: line{who: "UHAN", text: "明珠酒店同意签两年，九折批下来了，谢谢魏经理。", cheers: cheer("muscle", "UWEI", "ULILEI")}},
		{channel: "CSOUTH", day: 1, at: "17:55", line: line{who: "UWEI", text: "远洋保险签下来了！李雷盯了将近三个月，辛苦了。", cheers: cheer("tada", "UHAN", "UWANG", "UZHANG", "UDAN")},
			answers: []line{{who: "ULILEI", text: "多谢大家，演示那天全靠王芳撑场。", cheers: cheer("heart", "UWANG")}}},
		{channel: "CSOUTH", at: "18:05", under: "明珠酒店", line: line{who: "UHAN", text: "客户下午又来电话催，说这周要定，同方云周四还要再去一趟。"},
			answers: []line{
				{who: "UWEI", text: "先问清楚他们的价里含不含实施和培训。要是不含，我们守住九折，送两天上门培训。"},
				{who: "UHAN", text: "明白，我明早打电话问清楚。"},
			}},
		{channel: "CSOUTH", at: "18:12", line: line{who: "UWEI", text: "比赛播报：到今天，全组一共见了 {total} 家新客户，还剩六天。最多的已经 {most} 家，是{front}。名次不要紧，我高兴的是这些客户上个月我们一家都不认识。", cheers: cheer("clap", "UHAN", "UZHANG")},
			answers: []line{{who: "UZHANG", text: "周四我还约了一家。"}}},
	}
}
