"""English: how words are spelt, sets of words, and what only sounds like danger. `phrases.py` tells the notation."""

SPELT = {
    "im": "i am", "ive": "i have", "id": "i would", "wanna": "want to", "wana": "want to", "gonna": "going to",
    "gunna": "going to", "gotta": "have to", "u": "you", "ur": "your", "urself": "yourself", "isnt": "is not",
    "hes": "he is", "shes": "she is", "theyre": "they are", "youre": "you are", "wont": "will not", "dont": "do not",
    "dnt": "do not", "doesnt": "does not", "didnt": "did not", "wasnt": "was not", "werent": "were not",
    "arent": "are not", "cant": "can not", "cannot": "can not", "couldnt": "could not", "wouldnt": "would not",
    "havent": "have not", "hasnt": "has not", "theres": "there is", "anymore": "any more", "whats": "what is",
    "lemme": "let me", "cos": "because", "bc": "because", "hell": "he will", "shell": "she will", "ill": "i will",
    "hed": "he would", "shed": "she would", "theyll": "they will", "aint": "is not", "mself": "myself",
    "meself": "myself", "hisself": "himself", "themself": "themselves", "themselfs": "themselves", "mom": "mum",
    "mam": "mum", "mummy": "mum", "mommy": "mum", "daddy": "dad", "hubby": "husband", "bf": "boyfriend",
    "gf": "girlfriend", "fiancee": "fiance", "stepdad": "dad", "stepmum": "mum", "stepmom": "mum",
    "stepfather": "father", "stepmother": "mother", "hubbys": "husband", "spouse": "husband", "2": "to",
    "wnt": "want", "wan": "want", "wnna": "want to", "gona": "going to", "gna": "going to",
    "iwanttodie": "want to die", "iwannadie": "want to die", "killmyself": "kill myself", "kil": "kill",
    "kll": "kill", "klil": "kill", "killin": "killing", "dieing": "dying", "hurtin": "hurting", "unalive": "kill",
    "unaliving": "killing", "unalived": "killed", "kms": "kill myself", "kys": "kill yourself",
    "selfharm": "self harm", "selfharming": "self harm", "selfharmed": "self harm", "harming": "harming",
    "sewerslide": "suicide", "sueside": "suicide", "suiside": "suicide", "k*ll": "kill", "k*lling": "killing",
    "s*icide": "suicide", "su*cide": "suicide", "sui*ide": "suicide", "s*icidal": "suicidal", "d*e": "die",
    "r*pe": "rape", "r*ped": "raped", "od": "overdose", "oding": "overdosing", "oded": "overdosed",
    "cuttin": "cutting", "jus": "just", "rlly": "really", "ppl": "people", "effing": "fucking", "friggin": "fucking",
}  # fmt: skip

# Recognised with one slip of the keys; and everyday words that look like one of them.
TYPED = """
suicide suicidal overdose overdosed overdosing myself himself herself yourself themselves killing strangle
strangled strangling suffocate molested molesting abuses abused abusing abusive threatened threatening threatens
paracetamol anorexia anorexic bulimia bulimic unconscious breathing swallowed harming hurting
"""
LOOKALIKES = """
amused amusing amuses hunting hosting halting filling milling killings breeding breading abuser suicides threaten
farming charming hurling breaching kidding killed kissing hurtling warming
"""

SETS = {
    "self": "myself|himself|herself|themselves|yourself|yourselves|ourselves|oneself|my_self|her_self|him_self",
    "kid": "child|children|kid|kids|son|sons|daughter|daughters|baby|babies|toddler|newborn|infant|boy|boys|girl|girls|"
    "teen|teenager|stepson|stepdaughter|grandson|granddaughter|grandchild|grandchildren|nephew|niece|twins|year_old|"
    "#yo|little_one|little_ones|step_child|step_son|step_daughter|lo|dd|ds",
    "adult": "husband|wife|partner|boyfriend|girlfriend|fiance|ex|dad|father|mum|mother|uncle|aunt|grandad|grandpa|"
    "grandfather|other_half|dh|husbands|boyfriends",
    "dread": "want|wants|wanted|urge|urges|tempted|thinking|think|thoughts|thought|feel_like|feeling_like|feels_like|"
    "afraid|scared|worried|terrified|frightened|intrusive|visions|images|imagine|imagining|voices|scares|fear|voice",
    "my": "my|our|the|his|her|their|a|your|this|these",
    "hits": "hits|beats|punches|kicks|slaps|chokes|strangles|attacks|shoves|batters|whips|headbutts|hitting|beating|"
    "punching|kicking|slapping|choking|strangling|attacking|shoving|battering",
    "struck": "hit|beat|punched|kicked|slapped|choked|strangled|attacked|shoved|headbutted|battered|whipped|throttled|"
    "assaulted|grabbed",
    "pills": "pills|tablets|paracetamol|ibuprofen|painkillers|meds|medication|medicine|antidepressants|tylenol|aspirin|"
    "xanax|insulin|opioids|sleeping_pills|sleeping_tablets",
    "fear": "afraid|scared|worried|terrified|frightened|fear|petrified|fearful",
    "mean": "want|wants|wanted|wanting|going|plan|plans|planning|urge|urges|tempted|think|thinking|thought|thoughts|"
    "threatened|threatens|threatening|about|feel_like|feeling_like|try|tries|tried|trying|afraid|scared|worried|"
    "terrified|might|could|ready|decided|intend|keep|keeps|kept|stop|started|way|ways|how|place|plan_to",
    "part": "feelings|back|knee|ankle|foot|feet|arm|leg|head|hand|wrist|shoulder|neck|finger|fingers|toe|toes|eyes|"
    "ears|ear|tummy|teeth|chances|progress|development|confidence|esteem|relationship|brain|education|grades|breasts|nipples|"
    "nipple|hair|skin|health|sleep|career",
    "high": "bridge|building|roof|balcony|cliff|window|train|car_park|motorway|tower|storey|traffic|bus|lorry|truck|"
    "platform|ledge|viaduct|overpass|tracks|trains|cars|wall|tree|rooftop",
}

HARMLESS = r"""
# Laughing, working, exercising.
kill|killing|hurt|hurting|cut|cutting|beat|beating|kick|kicking|hit|burn|burnt <self> ?at|in|on|while|when|by
  ?the|a|my gym|work|laughing|running|playing|cooking|shaving|chopping|knife|tin|can|glass|paper|stairs|edge|
  corner|oven|stove|pan|iron|lego|football|foot|knee|garden|training|kettle
kill|killing|hurt|hurting|beat|beating|kick|kicking <self> laughing|working|trying|over|up|to_finish|to_get|
  to_make|to_please|to_keep|to_meet|to_lose|with_work|with_laughter|with_worry
cut|cutting <self> some|off|a_slice|a_piece|a_bit|a_break|a_deal|a_fringe|short|slack|out|loose|in_half
die|died|dying|dead of|from|with embarrassment|shame|boredom|laughter|laughing|cringe|curiosity|excitement|
  happiness|hunger|thirst|heat|cuteness|exhaustion|mortification
die|died|dying laughing|inside|to_see|to_know|to_meet|to_try|to_hear|to_go|to_get|to_have|to_eat|to_tell|
  to_find|to_read|to_watch|to_visit
rather|sooner ?i_would die|be_dead than
to die for
die hard
dead tired|line|end|good|sea
do|does|did|would not|never ?really|actually want|wants|wanting|ready ~ to die
not|never ?really|actually want to be dead
fear|fears|afraid|scared|terrified|phobia|anxious|worried|anxiety of|about dying|death
scared|bored|worried|tickled|frightened ?me|him|her|half to death
catch|caught|catching my|your|his|her death
i|we|he|she could have|of died
nearly|almost died when|laughing|of|inside
# Things that are killed, shot, hit, beaten or ended without anybody being hurt.
kill|killing|kills|killed ?the|a|an|this|that|off|my|all|some ?\w* process|processes|task|app|job|program|
  server|weed|weeds|mosquito|mosquitoes|flies|fly|bug|bugs|germs|bacteria|nits|lice|ants|wasps|mould|mold|moss|
  mood|vibe|bill|time|buzz|joy|lights|engine|hours|conversation|plant|plants|dream|dreams|boredom|appetite|
  birds|switch|virus|cells|spider|spiders
is|are|was|were|be|been ?really|absolutely|just|slowly|literally killing me|us|it|him|her|them|my
could|might|would|i|can ?really|absolutely|happily murder|kill a|an|for|some ?\w* coffee|tea|cuppa|curry|pizza|
  drink|wine|burger|chocolate|sandwich|pint|biscuit|steak|cake|nap|sleep|beer|brew|bath|kebab|chips|bacon|snack|
  rest
would kill for|to
dressed to kill
kill|kills|killed me|you|us|him|her|them to|with_kindness
hit|hits|hitting the|my|our|his|her|a|puberty|home|send|it ?\w* road|gym|sack|hay|nail|target|targets|spot|
  jackpot|roof|town|shops|goal|goals|milestones|milestone|wall|brakes|button|bottle|ball|deadline|numbers|off|
  bus|books|pause|note|notes
hit|hits|hitting me|us ?really|so hard|that|like|how|when|then|with_the_news|up|every_time
beat|beats|beating|beaten ~ at|in|traffic|queue|heat|rush|eggs|odds|system|record|score|blues|boredom|game|
  level|cancer|clock|competition
beat|beats|beating <self>|me|him|her up ?inside about|over|for|because
shoot|shooting|shot ?a|the|some|me ?an|a video|videos|hoops|goal|goals|hoop|basket|photo|photos|film|movie|
  message|text|email|ball|penalty|stars
toy|nerf|water|glue|nail|heat|squirt|bubble|lego|plastic|massage|pretend|cap|foam|top gun|guns
butter|palette|plastic|table|toy|bread knife|knives
knife and fork
knife skills
suicide squad|prevention|awareness|bomb*|rate|rates|statistics|policy|doors|door|mission|training|sprints
what is|does|are|counts_as ?the|a ?meaning|definition|legal ~ suicide|abuse|violence|anorexia|bulimia|overdose|
  rape|self_harm ?mean|called $
what ?is|does|are ?the ?meaning|definition of|is suicide|abuse|violence|rape|self_harm ?mean $
how|why|when|where|who|did|does did|does|has|have|would !i|you|my ~~ commit|committed|kill|killed|hang|drown|
  shoot ?suicide|himself|herself|themselves
how|why|when|where did !i|you|my ~ die|overdose
for|write|writing|in ?a|the|my ?crime book|novel|film|movie|story|play|game|essay|script|poem|song|documentary
not|never suicidal
suicidal|harm|harmed|harming ~ in the past
mentally|emotionally|verbally ?and ?\w* abuse|abused|abusing|abuses|abusive
# What happens with children every day.
hurt|hurts|hurting|harm|harming|burn|burns|burned ?my|his|her|their|your|our|the ?\w* ?\w* ?own <part>
shake|shook|shaking the|my|a|his|her|their|your ?\w* bottle|habit|head|hand|hands|cold|formula|rattle|feeling|
  milk|tree|bottles
choking hazard|hazards
choke an|my opponent
first aid
talk|talking|talks|chat|chatting|speak|conversation|conversations|book|books ?to|with|about ?my|our ~ sex
overdose|overdosed|overdosing on|of ?\w* chocolate|sugar|cake|sweets|cute|caffeine|coffee|cuteness|christmas|tv|
  carbs
breathing exercise|exercises|technique|techniques|space
throw|throws|throwing|threw ?a|the|my|his|her|our ?baby|toddler|kid|kids|child|children|sons|daughters|the
  shower|party|birthday|clothes|toys|things|food|stuff|books|tantrum|tantrums|ball|balls
missing school|out|lunch|a|an|the|his|her|my|their|milestones|milestone|teeth|tooth|me|you|us|home|nursery|work|
  class*
do|does|did not want to ?kill|hurt|upset|harm|damage ~~ feelings|confidence
"""
