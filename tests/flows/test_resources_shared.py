"""Showing local help to the group: one card, without a name, by somebody who is in it, and not again and again."""

from domain.resources import ResourceState
from tests.circle import Circle
from tests.flows.local_help import TOWN, group_id, resource, said, seed
from tests.flows.managing import press_again


async def found(circle: Circle, words: str = "saturday sports club", person: int = 0) -> None:
    person = person or circle.mara
    await circle.private(person, f"/resources {words}")


async def share(circle: Circle, person: int = 0) -> str | None:
    person = person or circle.mara
    await circle.press(person, "Share", person)
    return await circle.press(person, "Share in Calderwood parents", person)


async def cards(circle: Circle) -> list[str]:
    return [text for text in await circle.texts() if "Somebody shared this" in text]


async def test_a_card_is_posted_by_a_second_tap_and_names_nobody(circle: Circle):
    await seed(circle, *TOWN)
    await circle.say(circle.mara, "/next")
    await found(circle)
    await circle.press(circle.mara, "Share", circle.mara)
    assert "Your name is not shown." in await said(circle, circle.mara)
    assert await cards(circle) == []
    assert await circle.press(circle.mara, "Share in Calderwood parents", circle.mara) == "Shared."
    (card,) = await cards(circle)
    assert "Saturday sports club" in card
    assert "Mara" not in card
    assert "Ball games" not in card  # the whole of it opens in private
    assert "without your name" in await said(circle, circle.mara)
    # Whoever wants it for themselves opens it in private.
    await circle.press(circle.tom, "Open in private")
    assert "Phone before 12" in await said(circle, circle.tom)
    assert "Save for me" in await circle.buttons(circle.tom)


async def test_never_mind_posts_nothing(circle: Circle):
    await seed(circle, *TOWN)
    await circle.say(circle.mara, "/next")
    await found(circle)
    await circle.press(circle.mara, "Share", circle.mara)
    await circle.press(circle.mara, "Never mind", circle.mara)
    assert "Nothing was posted." in await said(circle, circle.mara)
    assert await cards(circle) == []


async def test_the_same_is_not_shown_twice_and_nobody_floods_the_group(circle: Circle):
    await seed(circle, *TOWN)
    for person in (circle.mara, circle.tom):
        await circle.say(person, "/next")
        await found(circle, person=person)
    await share(circle)
    assert "a few days ago" in await share(circle, circle.tom)
    await found(circle, "toddler singing")
    assert "just now" in await share(circle)
    await circle.travel(minutes=6)
    assert await share(circle) == "Shared."
    assert "a few days ago" in await share(circle, circle.tom)
    assert len(await cards(circle)) == 2
    await circle.travel(days=8)
    await share(circle, circle.tom)
    assert len(await cards(circle)) == 3


async def test_whoever_belongs_to_no_group_is_not_offered_to_share(circle: Circle):
    (club, *_) = await seed(circle, *TOWN)
    stranger = (await circle.client.person("Zed"))["id"]
    await found(circle, person=stranger)
    assert "Share" not in await circle.buttons(stranger)
    shown = (await circle.last(stranger))["message_id"]
    forged = f"lG:{club.id}:{await group_id(circle)}"
    assert "no longer there" in await press_again(circle, stranger, (shown, forged), stranger, forged=True)
    assert await cards(circle) == []


async def test_whoever_left_the_group_shares_nothing_there(circle: Circle):
    await seed(circle, *TOWN)
    await circle.say(circle.mara, "/next")
    await found(circle)
    await circle.press(circle.mara, "Share", circle.mara)
    await circle.client.act(circle.mara, "leave", chat=circle.group)
    await circle.settle()
    assert "no longer there" in await circle.press(circle.mara, "Share in Calderwood parents", circle.mara)
    assert await cards(circle) == []


async def test_what_a_group_has_of_its_own_is_shared_in_no_other(circle: Circle):
    other = (await circle.client.group("Other parents", circle.tom, members=[circle.mara], bot="administrator"))["id"]
    await circle.settle()
    mine = await group_id(circle)
    (own,) = await seed(circle, resource("Our own club", group_id=mine))
    await circle.say(circle.mara, "/next")
    await circle.say(circle.mara, "/next", chat=other)
    await found(circle, "our own club")
    await circle.press(circle.mara, "Share", circle.mara)
    assert await circle.buttons(circle.mara) == ["Share in Calderwood parents", "Never mind"]
    shown = (await circle.last(circle.mara))["message_id"]
    there = await circle.app.store.look(lambda tx: tx.groups.by_chat(other).id)
    forged = f"lG:{own.id}:{there}"
    assert "no longer there" in await press_again(circle, circle.mara, (shown, forged), circle.mara, forged=True)
    assert not any("Our own club" in text for text in await circle.texts(other))


async def test_what_was_retired_before_the_second_tap_is_not_posted(circle: Circle):
    (club, *_) = await seed(circle, *TOWN)
    await circle.say(circle.mara, "/next")
    await found(circle)
    await circle.press(circle.mara, "Share", circle.mara)
    await circle.app.store.transact(
        lambda tx: tx.resources.save(tx.resources.get(club.id).changed(state=ResourceState.RETIRED))
    )
    assert "no longer there" in await circle.press(circle.mara, "Share in Calderwood parents", circle.mara)
    assert await cards(circle) == []


async def test_where_telegram_does_not_take_it_the_one_who_shared_hears_so(circle: Circle):
    await seed(circle, *TOWN)
    await circle.say(circle.mara, "/next")
    await found(circle)
    await circle.press(circle.mara, "Share", circle.mara)
    await circle.client.fault(
        "error", "sendMessage", chat=circle.group, error_code=400, description="Bad Request: not enough rights to send"
    )
    await circle.press(circle.mara, "Share in Calderwood parents", circle.mara)
    assert "did not let me post it" in await said(circle, circle.mara)
