"""English: words that point to danger from somebody, or to a child. `phrases.py` tells the notation."""

DANGEROUS = r"""
# Hit, beaten, choked.
neighbour|neighbours|man|woman|someone|somebody|teacher|carer|nanny|childminder|parent|parents ~ beats|beating|
  hits|hitting|slaps|slapping|kicks|hurts|hurting <my> ?own <kid>
<adult> ~ <hits> me|us !up|at|with_questions
threw|throws|pushed|pushes|shoved|slammed|slams|dragged|drags|pinned me|us down|against|across|into|onto|over
  !hall
he|she chokes|choked|strangles|strangled|rapes|beats|punches|batters me|us !up|at|by_telling
<adult> ?\w* ?\w* <hits> ?up|on me|us|him|her|them|my|our|the|his ?own <kid>|mum|sister|brother|$|and|when|
  again|in|with|if|every|so|a_lot|sometimes|until|because
<adult> ?\w* ?\w* <hits> me|us !up_about|at_chess|at_cards|out_of_the|off_the
<adult> ?just|has|have|had|once|again|also|really|sometimes|always|often|actually|nearly|started|keeps|had
  ?just|once|then <struck> me|us !up|out|off|on_the|to|at|hard|with_the|with_a_question|in_a|in_the_game|for|
  that|how|when_i_saw
<adult> ?just|has|have|had|once|again|also ?just|once <struck> my|our|the|his|her ?own|little|oldest|youngest|
  baby|older|younger <kid>|mum
he|she|they ?just|has|have|had|once|again|also|sometimes|always|often|nearly|keeps|started <struck>|<hits> me|
  us|my_mum|my_kids|the_kids|my_son|my_daughter|my_baby|our_baby again|when|if|last_night|tonight|in_the_face|
  in_the_head|in_front_of|so_hard|and|because|yesterday|today|every|a_lot|with_a|with_his|until|around|hard|
  by_the|against|down_the|black|up_and|up_again|up_last|in_my
by|around|round|on my|her|his|the throat|neck
beats|beating|beat|beaten|bashed me|us|her|them up !about|over|for|because
beaten|battered|strangled|choked|assaulted|attacked|punched|kicked|hit|slapped|beat by my|her|his|their ?own ?ex
  <adult>|brother|son
being|been|get|gets|getting|is|are|will|was hit|beaten|slapped|punched|kicked|whipped|choked|abused at_home|by|
  at_his|at_her|at_their|again|every|$
afraid|scared|dodging|dodge|flinch|flinches ~~ get_hit|being_hit|be_hit|hit_them|hit_her|hit_him|hit_me|hit_us
hits|beats|hit|beat|hitting|beating me|her|him|them|us with a|his|her belt|stick|fist|fists|shoe|cable|bottle|
  cane|slipper|hairbrush
he|she raped|assaulted|abused me again|last_night|when|yesterday|tonight
beat|beaten|beating|choked|choke|kick|kicked me|us|her|him|them|my|the ?\w* ?half ?to|unconscious death|
  unconscious
choke|choked|chokes|choking|strangle|strangled|strangles|strangling my|our|the|his|her|little ?\w* <kid>|sister|
  brother|mum|me
throw|throws|threw|throwing|smashes|smashing things|stuff|plates|furniture at|up ?and me|her|him|us|the_kids|
  threatens|scares
# Threats, weapons, being held.
threaten|threatened|threatens|threatening|threats|threat ?me|us|her|him|them|the_kids|my ?\w* to|with|he|that|of
  ?he|a|will|that|his|the ?will|a|is ?\w* ?going_to kill|hurt|hit|beat|stab|shoot|burn|rape|knife|gun|weapon|
  acid|harm|strangle|punch|violence|murder|bottle|cut|drown|poison
threatening|threatens|threatened my|the|our family|kids|children|mum|life|daughter|son
says|said|say|promised|swore|swears|vowed|told ~ he|she|they|will|would|to|going ?will|would|is|was ?going ?to
  kill|stab|shoot|strangle|murder|burn me|us|my|the|them|her|him|everyone
tried|trying|attempted|wants|threatened|threatens|<fear>|think|thinks ~ ?he|she|will ?to|will|might|would|is|
  could|going ?going ?to kill|murder|stab|shoot|strangle me|us|my_kids|my_baby|the_kids|my_children|my_mum|
  my_son|my_daughter|his|her
nearly|almost killed|strangled|choked me|us|my|her|him
death threat|threats
stalking|stalks|stalked me|us|my
following me home|everywhere|again
held|holding|keeps|keeping me|us|them|her hostage|captive|prisoner|down_and|against_my
locks|locked|locking me|us|her|him|them|my|the ?\w* in|inside|up|outside !by_mistake|the_car
he|she|<adult> will|does|would|refuses|never ?not|to let|lets me|us leave ?the|my|him $|house|flat|home
he|she|<adult>|brother|son ?\w* ?always has|have|got|owns|pulled|grabbed|keeps|pointed|waved|waving|bought|
  holding|took|picked ?up|out ?a|his|the|my ?loaded gun|knife|machete|weapon|pistol|rifle !to_cut|to_chop|block|
  set|drawer|skills|for_the
came|come|went|chased|chases|attacked|stabbed|held ~ me|her|him|us|my|the|with|at ~ knife|gun|machete|weapon|axe
knife|gun|blade|weapon to|at|against|on my|me|us|our|his|her|the ?\w* ?throat|head|neck|face
bring|brings|bringing|brought|take|took|taken a|the|his|my|her knife|gun|weapon to|into ?\w* school|college|
  class|work
shoot|shooting up the|his|my school
shoot|stab|stabbing me|us|everyone|people|someone|somebody|my_wife|my_husband|my_kids|my_family
gun|knife ~~ kill|hurt|shoot|stab|threaten|threatening
# Afraid of somebody.
<fear> of|by my|the|her|our|his|their ?own|ex|abusive ?ex husband|wife|partner|boyfriend|girlfriend|ex|dad|
  father|fiance|mum|mother !in ?and|when|now|$|because|again|he|so !leaving|dying|finding|losing|getting|death|
  reaction|family|will|judging|parents|being|not|going|cheating|thinking
<fear> of him|her $|when|and|now|any_more|because|at|hurting|since|again|coming|so
<fear> ?that|of he|she|<adult>|they will|might|is|would|could|may|are ?going ?\w* ?to hurt|hurting|kill|killing|
  hit|beat|attack|find_me|find_us|come_after|harm|do_something|rape|get_hit
<fear> to go|come|be|stay|sleep|leave|get|speak ~ home|house|alone_with|him|her|husband|partner $|because|with|
  tonight|and|when|at|again|in_case
<fear>|feared|in_fear ~ for|of|about my|our|her|his|the|their|losing ?\w* ?\w* ?\w* life|lives|safety
not|never|no|longer ?really|even|feel|feels|feeling|is|be ?very|really|even|feel safe|secure at_home|in_my|
  in_our|in_this|with|around|from|tonight|right_now|to_be_alone|being_alone|alone !car_seat|swimming
unsafe at_home|with|around|in_my|in_our|tonight|right_now|living|in_this
keep myself safe
<fear> of|about ?what what|myself|what_i i|he|she|might|may|could|will|would|$ ?might|may|could|will|would ?\w*
  do|$
<fear> ?of being|to_be|be alone with my|the|her|him|them ?own ?thoughts|baby|kids|$
# Abuse and rape.
abuses|abusing|molests|molesting|rapes|raping|molested|assaulting me|us|him|her|them|my|our|the|his|their|kids|
  children|a
husband|wife|partner|boyfriend|girlfriend|ex|dad|father|mum|mother|uncle|brother|teacher|coach|babysitter|
  grandad|cousin|neighbour|someone|man ?\w* ?has|is ?just|once raped|rapes|molested|abused|sexually_assaulted
  me|us|him|her|them|my|our|the
being|is|are|getting|am ?been ?physically|sexually|badly abused|molested|raped|assaulted
in|my|an|leave|leaving|escape|escaping|his|her|from ?my|an|a|his|her ?really|physically|very abusive|violent
  husband|wife|partner|boyfriend|girlfriend|relationship|marriage|ex|dad|father|mum|mother|home|household|man|
  situation
physically abuse|abuses|abused|abusing|abusive|hurt|hurts|attack|attacks|attacked|assault|assaulted|violent|
  aggressive|harm|harms|lash
abused|abuses|abuse|abusing me|us|him|her|them physically|sexually
victim|experiencing|suffering|suffer|suffered|living|escape|escaping|leave|leaving|fleeing|fled|happening ~
  violence|dv|physical_abuse|sexual_abuse|domestic_abuse|domestic_violence
domestic|physical abuse|violence ~~ me|us|husband|partner|home|help|leave|escape|him|kids
is|gets|gotten|becomes|turns|turned|becoming|getting|being|be|been|so|was violent towards|to|with|when|again|
  and|at_home|$
forces|forced|forcing|makes|made|coerces me|her|him|my ?\w* ?\w* to|into|have ?have|do|touch ?do|to sex|sexual|
  sexually|touch_him|sexual_things
force|forces|forced himself|herself on|onto
spiked|drugged my|me|her ?drink
# Thoughts of hurting a child or others.
<dread>|nearly|almost|going|might|could|myself ?of|that|about|to|me ?i ?will|might|would|could|can|am|just|
  really ?accidentally ?going ?to|from ?to hurt|hurting|harm|harming|kill|killing|smother|smothering|drown|
  drowning|strangle|strangling|suffocate|suffocating|stab|stabbing|shake|shaking|poison|poisoning <my> ?own|new|
  newborn|little|# ?# <kid> !up|a|by|with_the_news|bottle|awake
intrusive|urge|urges|thoughts|visions|images|thinking|voices ~ dropping|throwing|crashing|letting|smothering|
  drop|throw|smother <my> ?\w* <kid>|car
trust myself around|with|alone|not
<fear> of|by myself|my_thoughts|my_own_thoughts|what_i_might|what_i_could|what_i_will
<mean>|intrusive|visions|images|imagine|pleasure|obsessed|dream|dreams ~~ hurting|killing|harming|murdering
  people|someone|somebody|others|everyone|them|him|animals|husband|partner|my_wife|my_husband|my_partner
want|wants|wanted|urge|urges|going|plan|planning|voices to|me_to ?\w* kill|murder|stab|shoot|harm people|
  someone|somebody|everyone|others|them_all|my_family
urge|urges|voices|thoughts|thinking|planning|plan ~ kill|killing|murder|stab|poison my wife|husband|partner|mum|
  dad|parents|ex|boyfriend|girlfriend
<mean>|intrusive|nearly|almost|feel|feeling|will|about ~~ hit|hitting|slap|slapping|throw|throwing|drop|
  dropping|smack|smacking|shake|shaking my|the|our|him|her|them ?own|new|newborn|little ?baby|son|daughter|
  child|toddler|kids|children against|out_of|out_the|across|on_purpose|so_hard|if|again|when|because|and|$|or
  !feelings
shake|shook|shaking|shaken the|my|our|a ?\w* baby|newborn|infant|toddler|son|daughter|child !awake|gently
shook|shaken|shake him|her|them ?so|too hard|and|when|really|again|because|to_make
threw|throw|throwing|thrown him|her|them|the_baby|my_baby|the_kids|my_son|my_daughter against|across|down|out|
  at_the_wall|on_the_floor|into
snap|lose_it|lose_control|losing_control|losing_it and|with|on|or ~ hurt|hit|shake|harm|do_something|baby|kids|
  my_son|my_daughter|my_kids
i|have|just|nearly|almost|accidentally|keep|sometimes|to|stop|myself ?just|really|accidentally|nearly|almost|
  keep|from ?once hit|hitting|slapped|slapping|punched|punching|kicked|choked|shoved|beat|beating|hurt|smacked|
  hurting my|our ?own|little|# ?# <kid>|wife|husband|girlfriend|boyfriend|partner !up|with_the_ball|
  with_a_pillow|on_the_swing|in_the_buggy|in_the_pram|in_the_swing|at|feelings|by_accident|playing
# A child is hurt, touched, exploited, gone.
is|are|was|been|keeps|someone|somebody|he|she|they|who|teacher|nanny|babysitter|childminder|coach|step_child|
  stepson|neighbour|staff|<adult> ~ hurting|harming|hurts|harms <my> ?own|biological|little|# ?# <kid>
  !by_accident
<adult>|he|she|someone|babysitter|teacher|nanny|childminder ?has|have|is|might|may|could|will|would|going ?just|
  be ?going_to|been|to hurt|harmed|hurting|harm my|our|the|his|her|them ?own ?little ?<kid> !feelings|herself|
  in_an_accident
<fear>|worried|think|suspect|sure|signs|believe|concerned|convinced ~~ being_abused|abusing|being_molested|
  molesting|hurting_her|hurting_him|hurting_them|groomed|grooming
touch|touched|touches|touching me|him|her|them|my|our|his|a|the ?\w* ?\w* down_there|inappropriately|sexually|
  in_a_sexual|in_an_inappropriate|in_a_bad|private|privates|where_he|where_she|where_they|his_private|
  her_private|his_privates|her_privates|her_bottom|his_bottom|up_her|genitals|his_willy
inappropriate|inappropriately|sexual touching|touched|touch|touches|contact|with ?with|my ?my ?<kid>
teacher|uncle|coach|grandad|grandpa|dad|brother|cousin|babysitter|man|boyfriend|someone|neighbour ~ touched|
  touching|touches|molested|molests my|her|our ?\w* ?<kid>|$|and !hand|toys|food|nose|head|phone|stuff|things|
  heart|arm|shoulder|face
sex|sexual|intercourse|intimate ?act|acts|things|relationship|contact with|from|on ?a|my|the|with|young|underage
  ?\w* <kid>|minor|minors|underage|teens|pupil|student|#_year
<kid>|minors|minor|teens|teen|teenagers|underage|olds|children|girls|boys ~ sex_act|sexual_act|sexual_acts|
  erotic|porn|nude|nudes|naked_pictures|naked_photos|explicit_pictures|having_sex_with
sexual|erotic|naked|nude|nudes|explicit|porn|pornography|sexy|lewd ~~ of|with|about|involving|from|to|between ~
  <kid>|minor|minors|underage|olds|teens|teenagers|schoolgirl|schoolgirls
child|kiddie porn|pornography|sex|sexual|molester
<kid> ~~ nudes|naked_pictures|naked_photos|naked_pics|sexual_pictures|sexual_photos|sexual_messages|
  explicit_pictures|explicit_photos|explicit_messages|sextorted
blackmail|blackmailed|blackmailing|pressured|pressuring ~~ nudes|naked|sexual|pictures|photos
groomed|grooming|groom|grooms my|our|a|his|her|by|children|kids|minors|being ?\w* <kid>|minors|online|someone|
  man|him|her|adult|stranger !hair
abuse|molest|rape|molesting|kidnap|abduct|traffic <my> <kid>|minor|pupil|student
abuse|molest|rape|kidnap|abduct|traffic children|kids|minors
attracted|attraction|urges|feelings ~~ to|towards|toward|for ?young|little|small|my_own children|kids|minors|
  boys|girls|underage
bruise|bruises|bruised|marks|burns|welts ~~ from|after|when|since|at|by ~~ dads|dad|fathers|father|mums|mum|
  mothers|nursery|daycare|babysitter|childminder|boyfriend|contact|visit|visits|stepdad
dads|dad|father|fathers|mums|nursery|daycare|babysitters|childminders|contact|visit|home ~~ with|has|had|covered
  ?in ?\w* bruises|burns|welts|bite_marks|cigarette_burns
unexplained|strange|weird bruises|injuries|burns
leaves|left|leaving|leave ~ <kid>|him|her|them ~ alone all_night|overnight|for_hours|for_days|all_weekend|
  all_day
<kid> ~ being neglected|starved
does|do|will|is not feed|feeding ?\w* ?\w* <kid>
<kid>|husband|wife|partner ~ is|has|have|gone|went|are ?gone missing
my|our|her|his|# ~ <kid> ?has|have|just|is ?just ran|run away $|from_home|last|again|and_i|yesterday|overnight
ran|run|running away from home
kidnapped|abducted|taken|snatched my|our|him|her ?\w* <kid>|from_school
take|took|taken|taking my ~ <kid> and|away|from ?will|will|me ?not kill|hurt|me_forever
# Needing an ambulance.
<kid>|he|she|husband|partner|mum|dad ?is|has|can|was not|stopped|barely|hardly|struggling ?to breathe|breathing
  !underwater|exercises|through
<kid>|he|she|husband|partner|mum|dad ~ is ?now|still choking|unconscious|unresponsive
<kid>|he|she|husband|partner|is|are|lips ?\w* turning|gone|going|are|turned blue
swallowed ~ battery|batteries|magnet|magnets|bleach|poison|detergent|antifreeze|medicine|pills|dishwasher|
  capsule|coin
<kid>|he|she ~ drank|drunk|ate|eaten|licked|swallowed ?some|the|a ?of bleach|poison|antifreeze|detergent|
  battery|batteries|rat_poison|pills|medicine|cleaner|white_spirit
will|not|wont not|stop ?stop bleeding
having|had a seizure
"""
