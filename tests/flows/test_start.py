"""The first words, help, and what nothing else answers."""


async def test_start_welcomes_says_it_is_a_bot_and_what_is_kept(circle):
    await circle.start(circle.mara)
    text = (await circle.last(circle.mara))["text"]
    assert text.startswith("Hello Mara.")
    assert "a bot" in text
    assert "/forgetme" in text
    assert (await circle.buttons(circle.mara))[:4] == ["Next meetup", "Settings", "Privacy", "Help"]


async def test_a_name_full_of_markup_is_shown_as_it_is(circle):
    name = "<b>&" * 16
    odd = (await circle.client.person(name))["id"]
    await circle.start(odd)
    assert (await circle.last(odd))["text"].startswith(f"Hello {name}.")


async def test_the_menu_leads_to_settings_privacy_and_help(circle):
    await circle.start(circle.mara)
    for button, words in (("Settings", "Your settings"), ("Privacy", "What I keep"), ("Help", "what I can do")):
        await circle.press(circle.mara, button, chat=circle.mara)
        assert words in (await circle.last(circle.mara))["text"]


async def test_start_in_the_group_points_to_the_private_chat(circle):
    await circle.say(circle.mara, "/start")
    assert await circle.buttons() == ["Talk to me in private"]


async def test_the_button_in_the_group_lets_only_who_is_there_belong_to_it(circle):
    hello = (await circle.from_bot())[0]
    opens = hello["buttons"][0][0]["url"].partition("start=")[2]
    await circle.start(circle.mara, opens)
    assert "I know you from: Calderwood parents." in (await circle.last(circle.mara))["text"]
    eve = (await circle.client.person("Eve"))["id"]
    await circle.start(eve, opens)
    assert "I don’t know yet which group" in (await circle.last(eve))["text"]
    assert "Calderwood" not in str(await circle.texts(eve))
    await circle.client.act(circle.tom, "leave", chat=circle.group)
    await circle.start(circle.tom, opens)
    assert "Calderwood" not in str(await circle.texts(circle.tom))


async def test_whoever_presses_the_pointer_to_the_private_chat_under_another_s_command_belongs_too(circle):
    for words in ("/start", "@circle_bot hello"):
        await circle.say(circle.mara, words)
        opens = (await circle.last())["buttons"][0][0]["url"].partition("start=")[2]
        person = (await circle.client.person("Ann"))["id"]
        await circle.client.act(person, "join", chat=circle.group)
        await circle.start(person, opens)
        assert "I know you from: Calderwood parents." in (await circle.last(person))["text"]


async def test_help_tells_a_parent_nothing_of_planning_and_a_facilitator_all(circle):
    await circle.say(circle.mara, "/help")
    assert "/schedule" not in (await circle.last())["text"]
    await circle.say(circle.fay, "/help")
    assert "/schedule" in (await circle.last())["text"]


async def test_words_that_nobody_expects_are_answered_with_what_can_be_done_and_not_repeated(circle):
    await circle.private(circle.mara, "my own very private words")
    last = await circle.last(circle.mara)
    assert "This is what I can do" in last["text"]
    assert "private words" not in str(await circle.texts(circle.mara))
    assert "Help" in await circle.buttons(circle.mara)


async def test_words_of_despair_meet_people_and_the_emergency_number_and_are_not_repeated(circle):
    await circle.start(circle.mara)
    await circle.private(circle.mara, "I am so tired I can't go on")
    text = (await circle.last(circle.mara))["text"]
    assert "The facilitators of your group are people, and you can write to them." in text
    assert "If somebody is in danger, please call your local emergency number." in text
    assert "tired" not in text
    before = len(await circle.texts())
    await circle.say(circle.mara, "I am so tired I can't go on")
    assert len(await circle.texts()) == before


async def test_an_unknown_command_gets_a_hint_in_private_and_silence_in_the_group(circle):
    await circle.private(circle.mara, "/florb")
    assert "don’t know that command" in (await circle.last(circle.mara))["text"]
    before = await circle.texts()
    await circle.say(circle.mara, "/florb")
    assert await circle.texts() == before
    await circle.say(circle.mara, "/florb@circle_bot")
    assert "don’t know that command" in (await circle.last())["text"]


async def test_a_mention_in_the_group_gets_one_short_line_and_other_talk_none(circle):
    before = await circle.texts()
    await circle.say(circle.mara, "Shall we bring cake?")
    assert await circle.texts() == before
    await circle.say(circle.mara, "@circle_bot thank you")
    assert await circle.texts() == before
    await circle.say(circle.mara, "@circle_bot hello")
    assert (await circle.texts())[len(before) :] == ["I’m a bot. /help shows what I can do here."]


async def test_a_reply_to_a_message_of_the_bots_is_talk_between_people_and_gets_no_answer(circle):
    hello = (await circle.from_bot())[0]
    before = await circle.texts()
    await circle.say(circle.mara, "See you there", reply_to=hello["message_id"])
    assert await circle.texts() == before


async def test_an_edited_command_is_ignored(circle):
    message_id = await circle.private(circle.mara, "/help")
    before = len(await circle.texts(circle.mara))
    await circle.client.act(circle.mara, "edit", chat=circle.mara, message_id=message_id, text="/privacy")
    await circle.settle()
    assert len(await circle.texts(circle.mara)) == before


async def test_a_button_of_an_older_message_is_answered_kindly(circle):
    await circle.start(circle.mara)
    message = await circle.last(circle.mara)
    user = {"id": circle.mara, "is_bot": False, "first_name": "Mara"}
    chat = {"id": circle.mara, "type": "private", "first_name": "Mara"}
    shown = {"message_id": message["message_id"], "date": 1796029200, "chat": chat, "text": "…"}
    for number, data in enumerate(("zz:1", "pZ:1", "", "pz:x:y", "pg:999:1", "pi:7")):
        query = {"id": str(number), "from": user, "chat_instance": "1", "message": shown, "data": data}
        await circle.client.inject({"callback_query": query})
        await circle.settle()
    told = [call for call in await circle.client.calls() if call["method"] == "answerCallbackQuery"]
    assert len(told) == 6
    assert all("older message" in str(call["params"]) for call in told)
