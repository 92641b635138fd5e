// Common emoji by Slack's names. Others are shown by name, as Slack shows a removed custom
// emoji.

const table = `
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 white_check_mark ✅ heavy_check_mark ✔️ x ❌ eyes 👀 tada 🎉 rocket 🚀 fire 🔥 heart ❤️ clap 👏 pray 🙏
muscle 💪 raised_hands 🙌 wave 👋 ok_hand 👌 point_right 👉 point_left 👈 point_up ☝️ point_down 👇 handshake 🤝 100 💯 star ⭐ star2 🌟 sparkles ✨
smile 😄 slightly_smiling_face 🙂 grinning 😀 joy 😂 sweat_smile 😅 wink 😉 thinking_face 🤔 cry 😢 sob 😭 sunglasses 😎 confused 😕 neutral_face 😐 scream 😱 angry 😠 sleeping 😴
telephone_receiver 📞 phone ☎️ telephone ☎️ iphone 📱 email 📧 envelope ✉️ incoming_envelope 📨 speech_balloon 💬 left_speech_bubble 🗨️ memo 📝 pencil 📝 pencil2 ✏️ calendar 📆 date 📅 spiral_calendar_pad 🗓️ clock9 🕘 alarm_clock ⏰ hourglass ⌛ hourglass_flowing_sand ⏳ stopwatch ⏱️
briefcase 💼 office 🏢 factory 🏭 house 🏠 car 🚗 airplane ✈️ bullettrain_side 🚄 walking 🚶 computer 💻 desktop_computer 🖥️ movie_camera 🎥 video_camera 📹 projector 📽️
moneybag 💰 money_with_wings 💸 dollar 💵 yen 💴 euro 💶 credit_card 💳 receipt 🧾 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊 trophy 🏆 medal 🏅 first_place_medal 🥇 dart 🎯 bell 🔔 no_bell 🔕 loudspeaker 📢 mega 📣
warning ⚠️ no_entry ⛔ no_entry_sign 🚫 rotating_light 🚨 exclamation ❗ question ❓ bulb 💡 information_source ℹ️ lock 🔒 unlock 🔓 key 🔑 mag 🔍 link 🔗 paperclip 📎 pushpin 📌 round_pushpin 📍 bookmark 🔖 package 📦 file_folder 📁 page_facing_up 📄 clipboard 📋 newspaper 📰
arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️ arrow_upper_right ↗️ arrow_lower_right ↘️ arrows_counterclockwise 🔄 repeat 🔁 leftwards_arrow_with_hook ↩️ heavy_plus_sign ➕ heavy_minus_sign ➖
red_circle 🔴 large_orange_circle 🟠 large_yellow_circle 🟡 large_green_circle 🟢 large_blue_circle 🔵 white_circle ⚪ black_circle ⚫ small_blue_diamond 🔹 large_blue_diamond 🔷
sunny ☀️ sunrise 🌅 palm_tree 🌴 seedling 🌱 herb 🌿 zap ⚡ snowflake ❄️ coffee ☕ tea 🍵 beers 🍻 cake 🍰 gift 🎁 crossed_fingers 🤞 robot_face 🤖 bust_in_silhouette 👤 busts_in_silhouette 👥 snail 🐌 turtle 🐢 skull 💀 ghost 👻 inbox_tray 📥 outbox_tray 📤 wastebasket 🗑️ recycle ♻️ crown 👑 checkered_flag 🏁 white_flag 🏳️ triangular_flag_on_post 🚩
`

export const emoji = new Map()
const words = table.trim().split(/\s+/)
for (let i = 0; i < words.length; i += 2) emoji.set(words[i], words[i + 1])

// quick are the emoji offered first for a reaction.
export const quick = ['white_check_mark', 'eyes', '+1', 'tada', 'telephone_receiver', 'handshake', 'email', 'memo', 'heart', 'pray', 'rocket', '100']
