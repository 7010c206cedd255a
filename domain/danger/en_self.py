"""English: words that point to somebody being in danger from themselves. `phrases.py` tells the notation."""

DANGEROUS = r"""
# Killing oneself.
kill|killing <self>
almost|nearly|tried|tries ~ killed <self>
topping <self>
what|many|much|which ~~ would|will|could|can|to|take|takes ?to ?have_to kill me|someone|somebody|a_person|
  an_adult|you
wish someone|somebody|something|you|he|it|god would|could ?just kill me
please|just kill me
voices|voice ~~ kill|hurt|die
# Suicide, by its name.
i|am|feel|feels|feeling|felt|is|was|being|been|become|becoming|be|getting|very|so|still|are|she|he|having|have|
  has|had ~ suicidal
suicidal thoughts|thought|ideation|feelings|tendencies|again|teen|teenager|son|daughter|husband|wife|child|kid|
  mum|urges|partner
commit|committing|attempt|attempting|attempted|consider|considering|contemplate|contemplating|contemplated|plan|
  planning|think|thinking|thoughts|thought|talk|talks|talking|talked|tried|try|trying|threaten|threatens|
  threatened|threatening|mention|mentions|mentioned ~ suicide
about|by|want|my|his|her|option|choose ~ suicide $
suicide attempt|attempts|note|notes|pact|plan|method|methods|thoughts|watch|letter|threat|threats|hotline|
  helpline|is_the|is_my|seems
# Ending one's life.
end|ending|ended|take|taking|took|finish|finishing my|his|her|your|their|our|it|ones|own ?own|pathetic|
  miserable|sad|stupid|shit life|lives|existence
end|ending it all
end|ending|ended it|everything tonight|today|for_good|once_and_for_all|forever|soon
like|about|of|want|wants|ready|need ?to end|ending everything $
just want|need it|everything|this ?all to end $
end|ending|stop my|the|this|all_the|all_this|all_my pain|suffering|misery|torment ?forever|for_good
tired|sick|weary|done|finished|exhausted|fed_up of|with|from ?this|my|being|just|it|fucking|shit|trying living|
  life|alive|existing|to_live|be_alive
life ?my is|was|feels|has|does|would|seems|just|really ?just|really|simply|so|not ?no|not ?longer|worth|feel|
  have worth_living|no_point|no_meaning|no_purpose|worth_it|unbearable|worth|a_point $|any_more|living|to_me|
  for_me|now|without
is|was ?my life|living ?even|really|actually|still worth ?it|living
worth ?me|my|us being|staying|living|to_be|to_stay|carrying|going ?alive|on $|alive|any_more|for
no|any|much|what|see|is ?the|is point|reason|purpose|use ~ in|of|to|for|with ?me|my|this|even|still|us ?keep|go|
  carry|continue|stay|trying ?on|to|being life|living|live|alive|existing|exist|being_here|carrying_on|
  continuing
no|any|what|see|is ?the point|reason|purpose|use in|of|to|for ?me ?keep|go|going|carry|carrying|continuing|being
  on|going|here any_more|$
no point any_more|$
no point in this|my|anything life|any_more
reason|reasons|something ?left to ?keep|stay|be|go|carry live|living|alive|be_alive|going|on ?for $|any_more|for
nothing|nobody|no_one|not_much|little ?left|else|more to live for
lost|losing|no|without ?the|my|all|his|her will|reason|desire|wish ?left to live|be_here|go_on_living|
  carry_on_living
do|does|did|not|no|never not|longer|really|want|deserve ?really|even|just ?want|wanted|wish|deserve|care|
  feel_like|wants to|being|about|living live|be_alive|alive|exist|living|be_living|stay_alive|keep_living|
  being_alive !here|in|with|there|near|at|alone|on|together|apart|next|like|without|by|close
not ?really|even|just want|wanting|wants|wanted|wish|belong|deserve ?to ?be|stay|remain|being here|around|
  on_this_earth|in_this_world ?on any_more|any_longer|at_all|earth
no longer want|wants|wish|wishes to ?be live|here|exist|alive
do|does not want|wants ?this|my|her|his life any_more|any_longer
wish|wished|wishes|rather|hate|regret|sorry|better|happier|ashamed ~ was|were|being|am|not|is not|alive|born|
  exist|no ?been|longer|longer alive|here|born|exist|around|existing
wish|wished|wishes ~ not_alive|not_born|never_born|not_exist|been_born|not_wake_up|stop_existing
wish|wished|wishes ?that i|he|she|they had|could|did|was|were|would ?just|have never|not|stop|stopped been|be|
  exist|existing|wake ?born|up
hate being alive
if|when i|im was|were|am|is not|no ?longer alive|here|around
can not|never|no ?really|even go|carry|keep|continue|face ?on|going ?on|another any_more|any_longer|living|
  with_this_life|another_day|like_this_any_more|day
not|no ~ carry|go|keep ?on|going living
# Wanting to die.
want|wants|wanted|wanting|wish|wishes|wished|hope|hoping|pray|praying|ready|need|needs|deserve|deserves|beg|
  begging|decided|plan|planning|prefer|rather|long|longing ?that|to|i|for|he|she|would|had ?to|i|could|would|
  can|just|me|really|she|he ?just|to|could|would|can|really|simply|fucking ?just|simply|go_and|be_allowed_to|
  hurry_up_and|be die|died|death|dead
wish|wished|wishes|hope|want|wants|rather|prefer|better ?off|that|to|if|i|me|had ?i|we|he|she|be|off|was|were
  ?was|were|am|be|had_been|all|just ?just|already dead
better ?off dead
as good as dead inside
thinking|think|thoughts|thought|dream|dreaming|dreams|fantasise|fantasising|fantasizing|talk|talks|talking|
  obsessed|obsessing|obsess ?a_lot|constantly|always|all_the_time of|about|on|with ?my|his|her|own|wanting|when|
  how ?own|to|i death|dying|die|dead|being_dead
if|when|whether i ?just|live_or|was|were|am ?were|am die|died|dead|gone ~~ miss|care|notice|cry|sad|sorry|
  better|happy|matter|remember
miss|care|notice|cry|sad|sorry|matter|mind|bothered|bother|upset ?about|me|my_kids if|when|whether|that i|she|he
  ?just|live|lives|was|were|am|is ?or|just die|dies|died|dead|gone|disappeared|live_or_die|not_here|vanished
miss me ?if|when i|im ?am|was|were|just|had gone|dead|died|disappeared
painless|painlessly|easiest|quickest|fastest|best|easy|quick|fast|good|peaceful|cheapest|least|nicest ?\w* ?\w*
  way|ways|method|methods|place|places|time ~ die|dying|be_dead|hang|end_my_life|end_it|jump
how ?can|do|to|long|many ?i|to ?just ?\w* die|be_dead without|quickly|peacefully|painlessly|fast|in_my_sleep
let|make|help|helping|helped me ?to|just die
go|going|about|trying|tried to die ?by tonight|today|soon|suicide|my_own
curl|curling|roll|crawl|lie|lay|lying ~ and die
hope|hoping|pray|praying|prays|wish|rather|do|want|just ~ i|not|to ~ not|never|want ?to ?ever|have_to wake|
  waking up !the|my|him|her|them|our|early|for|at|before|every|to|so
go|fall|going|drift to sleep ~ not|never ?ever|have_to wake|waking ?up !the|my|him|her|them|early|for|at|before
never ?have_to wake up again|any_more
sleep forever and|so
want|wants|wanted|wish|ready|need ~ disappear|vanish|be_gone|stop_existing forever|for_good|completely|
  permanently|from_this|from_the_world|off_the|and_never
better|happier ?off without me ?around|here|in
better|happier|fine|easier ?off if|when|once i ?was|were|am ?just ?not not|gone|dead|disappeared|died ?here|
  around
i|she|he will|might|am|is|do ?not|just|really not|be ?going|plan|think ?to ?be|i_will here|around|alive
  much_longer|tomorrow|next|for_long|any_more|by
do not plan|planning|expect ?to ?be ?on be|being|live|wake ?here|alive|around|to ?tomorrow|next|past
# Farewells.
goodbye|farewell note|notes|letter|letters|video ~ kids|children|family|husband|wife|mum|everyone|son|daughter|
  parents|case
say|saying|said|write|writing|wrote|written ?my ?final|last goodbye|goodbyes ~ forever|last_time|world|life
final|last|one goodbye|goodbyes|farewell to ?the ?my everyone|world|kids|children|family
# Hurting oneself.
self harm|harms|harmed|harming|injure|injury|injuring|mutilate|mutilation|mutilating
harm|harming|harms|harmed|injure|injuring|injures|mutilate|punish|punishing <self> !with|by_not
<mean> ~ hurt|hurting myself|yourself|themselves|ourselves
want|wants|wanted|says|said|threatens|threatening|threatened|keeps|urge|urges|thinking|talks|talking|tried ~
  hurt|hurting himself|herself
hurt|hurts|hurting <self> on_purpose|deliberately|again|to_cope|to_feel|to_calm|to_punish|to_stop|to_numb|
  when_i|when_she|when_he
is|are|been|he|she|son|daughter|am|deliberately|purposely|keeps ?been hurting|hurts <self>
slit|cut|slash|slitting|cutting|slashed|slashing|cuts|scars|carve|carved ~ wrist|wrists|vein|veins|throat
cuts|scars|cutting|cut|slash|burns ?marks|on|up|all_over ?all|both ?over|on my|her|his|their ?own|upper|inner
  arms|arm|thighs|thigh|legs|wrists
cutting|cuts <self>
<mean>|need|again|relapsed|deep|should|urge ~ cut <self>
cut <self> again|on_purpose|deliberately|because|to|last_night|so|with_a|when
relapsed|relapsing ~ cutting|self_harm
started|been|relapsed|resist|back_to|addicted_to ?to cutting|cut ?again $|to_cope|because
urge|urges|want|wants ?to cut|cutting ?again $
razor|razors|blade|blades|knife|scissors ~ to|on|against|across|in|into my|her|his wrist|wrists|arm|arms|skin|
  throat|neck|thigh|thighs
hide|hiding|cover|covering|excuse|excuses|explain|lie ~ my|about|self ?my ?self cuts|scars|cutting|harm|harming
how deep|hard ~ cut
cut|chop|saw off my ?own ?left|right arm|leg|hand|finger|fingers|foot|ear|toe
burn|burning|burned|hit|hitting|bite|biting|scratch|scratching|punch|punching <self> on_purpose|deliberately|
  again|with_a|to_feel|to_cope|when|because|until|so
# Pills, poison, heights, weapons.
i|he|she|they|to|an|just|take|took|taken|taking|has|have|might|stepdaughter|daughter|son|husband|wife|partner|
  brother|sister|mum|dad|friend|can|will|from ?has|have|just|a|accidentally overdose|overdosed|overdosing
overdose|overdosing|overdosed on|tonight|again|today
how|safe|dangerous ~~ overdose
took|taken|take|taking|swallowed|swallow|swallowing|downed|eaten|ate|had|drank all|too|loads|lots|whole|half|
  bunch|handful|bottle|a|the|enough|# ?my|the|his|her|of|many|much|whole|bottle|bunch|handful|lot|load|pack|box|
  packet|entire|strong ?of|the|my|his|her|bottle|many|pack ?of|the|my|his|her|many|strong <pills> !for|
  as_prescribed|every|daily|on_time|before|this_morning
took|taken|taking|swallowed|take too many|much <pills>
swallowed ~ <pills>|pill|tablet
many|much|enough|amount|number|which|what|combination ~ <pills>|poison|poisons|bleach|drugs|chemicals|pill ~~
  die|kill|overdose|dead|fatal|lethal|death|end|unconscious|deadly
lethal|fatal|deadly|toxic dose|amount|overdose|combination|poison|poisons|pills|mix|cocktail|drugs|level ~ me|
  of|to|for|i
stash|stashing|stashed|hoard|hoarding|hoarded|saved_up|saving_up|stockpile|stockpiling|collecting|collected ~
  <pills>
looking|staring|look|stare at ?the|all|a|my|these ?bottle|box ?of <pills>|razor|razors|bridge|train_tracks
<pills>|drugs|prescription ~~ suicide|kill_myself|end_it|end_my_life|never_wake
drink|drinking|drank|swallow|swallowing|inject|injecting ?some|the|a|my|of|half ?bottle ?of bleach|poison|
  antifreeze|detergent|white_spirit|drain_cleaner
hang|hanging|hanged|shoot|shooting|drown|drowning|stab|stabbing|strangle|strangling|suffocate|suffocating|
  smother|electrocute|gas|gassing|poison|poisoning|burn_alive|throttle|drug|drugging <self> !in_work|
  with_kindness|in_debt
stand|standing|stood|sitting|sat|am on|at ?the|a|top|edge ?of|a ?a|the bridge|ledge|rooftop|cliff|train_tracks
  !pose|waiting|with_a|for
highest|tallest|nearest|best|which ~~ jump off|from
jump|jumping off ?it $
<kid>|him|her ~ with <pills>|razor|razors|blades $
danger to <self>|others|people|my|the
might|going|scared|afraid|will|tempted ~ do something stupid|drastic|terrible|bad|silly $|tonight|soon|to|if|and
noose|nooses
rope|belt|cord|scarf|sheet around|round my|his|her|your neck
rope|hook|knot ~~ hang|hanging
<mean>|should|idea|safe|let|just|if|consider|considered|considering|wonder|imagine|imagining|stand|standing ~~
  jump|jumping|jumped|throw|throwing|throw_myself|step|stepping|walk|walking|fling|leap|leaping|lie_down|lying
  ?myself off|in_front_of|from|into|under|onto|out_of ?of|the ?a|an|the|oncoming|moving|tall|high|nearest|#
  ?tall|storey|high|second|moving ?storey|floor <high> !stop|station|ride|slide|set|shop|house
jump|jumping|jumped|throw|throwing|leap ?myself off|in_front_of|under ?of ?the|a|an|this|that|my|# ?nearest|
  tall|storey|moving|high ?storey bridge|building|roof|cliff|train|tower|car_park|viaduct|bus|lorry
<mean>|just ~~ drive|driving|crash|crashing|steer|swerve|drove ?my|the|our ?car off|into|in_front_of ?the|a|on
  ?the bridge|cliff|wall|tree|traffic|river|lorry|truck|purpose|road|oncoming_traffic|canal|sea
crash ?my|the car|it|myself on_purpose|deliberately
gun|pistol|rifle to|in|at|against my|his|her ?own mouth|head|face|chest|temple
# Eating.
become|becoming|be|being|am|get|getting|stay|tips|pro|she|he|my|daughter|son|relapsing|relapsed|to|want|think ~
  anorexic|bulimic|anorexia|bulimia !charity|awareness
anorexia|bulimia|anorexic|bulimic ~~ healthy|lifestyle|tips|diet|good|cool|again|worse|relapse|lose|thin|skinny
binge|bingeing|binging|eat|eating|food|meal|meals|ate ~~ vomit|vomiting|throw_up|throwing_up|throw_it|
  throwing_it|sick_it_up|puke|make_myself_sick
make|making|makes|made myself|yourself|herself ?be|get sick|vomit|throw_up|puke !with|from|by|worrying|crying
vomit|vomiting|purge|purging|throw_up|throwing_up on_purpose|deliberately|after_eating|after_meals|after_every|
  to_lose|my_food|everything|it_up
finger|fingers down my|her|his|your throat
thinspo|thinspiration|proana|promia
pro ana|mia
laxative|laxatives ~~ lose|weight|thin|skinny|slim
lose|weight|thin|skinny|slim ~~ laxative|laxatives
starve|starving|starves <self>
starve|starving|starvation|fasting ?to|diet|so lose|get|be|i weight|thin|skinny|am|can
should|going_to|want_to|how_to|tips_on ?i ?just|to starve
hide|hiding|pretend|pretending|secretly|lie|lying|trick ~~ eat|eating|eaten|anorexia|bulimia|purging|vomiting|
  eating_disorder
stop|stopping|stopped|not|without|avoid|quit eating|eat|eaten|food ?at_all|completely|altogether|anything|for ?#
  ?a to_lose|until_i|days|week|weeks|because_i|to_be_thin|to_get_thin|to_get_skinny|so_i|thin|skinny
100|200|300|400|500|600 calories
"""
