"""What people say and ask every day, which is about no parents' group: a question nearer to it gets no sure answer."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from storage.finder.late import Floats, Lens

AT_ONCE = 8  # sentences that are read in one step
SAID = (
    "what will the weather be like tomorrow",
    "it has rained all week",
    "is it going to snow",
    "how hot is it outside",
    "what time does the train leave",
    "the bus did not come this morning",
    "my flight was delayed",
    "how long does it take to drive to the coast",
    "where is the nearest petrol station",
    "there is a traffic jam on the motorway",
    "how do I renew my driving licence",
    "my car will not start",
    "how much is a taxi to the airport",
    "can I take a bike on the train",
    "I missed my connection",
    "how do I get to the station from here",
    "what time does the shop close",
    "how much does this cost in the sale",
    "where can I buy a winter coat",
    "can I return these shoes",
    "is there a discount for students",
    "my parcel has not arrived",
    "do you have this in a larger size",
    "how do I cancel my subscription",
    "the supermarket has run out of milk",
    "how do I cook rice",
    "what is a good recipe for soup",
    "how long do I boil an egg",
    "can you recommend a restaurant",
    "the cake is still in the oven",
    "what shall we have for dinner",
    "I would like a table for four",
    "how do I get a wine stain out",
    "who won the game last night",
    "what is the score",
    "when does the season start",
    "how do I join a gym",
    "how many steps are in a mile",
    "what is on television tonight",
    "when does the new series come out",
    "who sang that song",
    "can you play some music",
    "how much is a ticket for the concert",
    "I cannot get this film out of my head",
    "how do I reset my password",
    "the wifi is slow today",
    "my phone battery is empty",
    "how do I print from my laptop",
    "my screen is cracked",
    "what does this error message mean",
    "can you call me a cab",
    "how do I transfer money to another account",
    "what is the exchange rate",
    "my card was declined",
    "how do I file my taxes",
    "how do I get a mortgage",
    "when are the shares going up",
    "my boss is on holiday",
    "I was late for a meeting at work",
    "how do I ask for a pay rise",
    "I handed in my notice",
    "when is the deadline for the report",
    "my colleague is leaving",
    "how do I write an application letter",
    "we are hiring a new driver",
    "the washing machine is leaking",
    "how do I unblock the sink",
    "who can fix the roof",
    "the boiler is broken",
    "how do I paint a wall",
    "the neighbours are noisy",
    "when is the rubbish collected",
    "how do I sell my flat",
    "the electricity went off",
    "where can I rent a van",
    "how do I plant tomatoes",
    "the dog needs a walk",
    "how much should I feed a cat",
    "my rabbit escaped",
    "how do I teach a parrot to talk",
    "there are ants in the kitchen",
    "I have a headache",
    "my tooth is sore",
    "is this rash dangerous",
    "what dose of this medicine do I take",
    "how long does a cold last",
    "my knee hurts when I run",
    "do I need an injection before I travel",
    "my glasses are broken",
    "what shall I wear to the party",
    "happy birthday to you",
    "we are getting married in june",
    "what present shall I buy for my mother",
    "have a good weekend",
    "where shall we go on holiday",
    "is the beach far from the hotel",
    "do I need a visa",
    "the hotel room was dirty",
    "can I bring my dog to the hotel",
    "how high is the mountain",
    "what is the capital of that country",
    "how far away is the moon",
    "who is the president",
    "when did the war end",
    "how do you spell this word",
    "how do I say thank you in italian",
    "what is two hundred divided by seven",
    "tell me a joke",
    "write me a poem",
    "what time is it in new york",
    "when do the clocks change",
    "how do I become a pilot",
    "what does an accountant do",
    "how do I start a company",
    "how do I learn to play the guitar",
    "what time does school finish today",
    "when are the school holidays",
    "where do I buy the school uniform",
    "my child forgot the lunch box",
    "the school photos have come",
    "how much is a school meal",
    "what is for homework",
    "when is the sports day",
    "my son has lost his jacket",
    "I need a babysitter for tonight",
    "which car seat do I need",
    "what pram shall I buy",
    "how do I stop hiccups",
    "the baby has a new tooth",
    "when is the library open",
    "the swimming pool is closed",
    "is there a football match on saturday",
    "where is the market",
    "how do I vote in the election",
    "the police closed the road",
    "I lost my keys",
    "somebody stole my bicycle",
    "I found a wallet",
    "how do I report a broken street light",
    "can I park here",
    "how do I pay a parking fine",
    "where is the nearest post office",
    "how do I send a letter abroad",
)


class Model(Protocol):
    """What reads."""

    def states(self, sentences: Sequence[str]) -> tuple[Floats, list[Floats]]:
        """Of each sentence its vector, of length one, and its words as they are read in it."""
        ...


class Everyday:
    """The sentences as a model reads them, some at a time; once for each model, as they never change.

    lens: through which words are seen, made of theirs; or another one that was there before they were read.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._read: list[Floats] = []
        self._words: list[Floats] = []
        self.lens: Lens | None = None

    @property
    def known(self) -> bool:
        """Whether all of them were read."""
        return len(self._read) * AT_ONCE >= len(SAID)

    def step(self) -> None:
        """Read some more, in some 50 ms."""
        start = len(self._read) * AT_ONCE
        if start >= len(SAID):
            return
        vectors, words = self._model.states(SAID[start : start + AT_ONCE])
        self._read.append(vectors)
        self._words += words
        if self.known:
            self.lens = self.lens or Lens.of(np.concatenate(self._words))
            self._words.clear()

    def nearest(self, vector: Floats) -> float:
        """How close a question comes to any of them, 0 to 1; as close as can be where they were not read yet."""
        return max(float((some @ vector).max()) for some in self._read) if self.known else 1.0
