"""Who may: a row for every button and every command. One that is new and stands nowhere fails the test beside it."""

# Facilitators of the group that the thing belongs to, now; and only where it stands.
FACILITATORS = """
announce: Drop Post
answer: GiveAnswer TakeBack
changes: Confirm NoReason Shift Undo
doors: AsksFirst ToGroupSettings ToKnowledgeEntry ToNewcomers ToRequestSettings ToSetup ToUnanswered
facilitators: Appoint Dismiss PickPeople
firsttime: ShowFirstTimers
group_settings: SetGroupLanguage SetGroupLeads SetGroupZone SetNamesShown SetQuiet ShowGroupPart
introductions_pairs: Decide ShowPair
join_requests: LetIn ShowRequest
knowledge_buttons: Abbreviations AddAbbreviation AddEntry ChangeEntry Do DropAbbreviation EditField Find History
  Home KeepAbbreviation Listing PutBack ReadOn SeeChange SeeFile SkipStep StepBack UseMine
managing: Begin ChangeSeries EndSeries Listing Open Places Topic
nudge_asking: ShowList
nudge_telling: ShowHellos
nudge_views: Decide
place_limits: NoLimit
relay_danger: Agree Declare Look SecondYes
requests_answering: CloseFor HandTo Keep
requests_settings: SetDays SetMinutes
resources_care: BeginAdd BeginEdit DoCare OpenCare ShowCare ShowHistory
resources_editing: DropEdit EditField SaveEdit TapValue ToFields
rooms: Bind
rota: MyTimes PickDay PickEnd PickStart StopTime TakeTime
rota_buttons: GiveTurn NeedBreak Quiet ShowRota
rota_swaps: KeepTurn Offer TakeTurn WhomToAsk
series_changes: ConfirmSeries UndoSeries
setup: SetupLanguage SetupStep SetupZone
topic: NoTopic
unanswered_buttons: AsItStands DropShare OpenShare OpenUnanswered PublishAnswer PutAway ToBetter UseShare
  WithoutWordings WriteAnswer
views_attendance: AddGuest AddMember Held OpenList Save Tick TickGuest Turn
views_relay: InDanger Write
views_requests: Claim HandOver Pass Read ToClose
views_schedule: AskPlaces Cancel Change Confirm Pick PickZone Places
welcome_settings: SetWanted UsualText WriteText
"""

# People of the group that the thing belongs to, each for themselves; what all groups share, everybody.
MEMBERS = """
ask_buttons: Helped Meant NotQuite Page ShowFile TellMe
doors: ToEntry ToHuman ToStart ToWelcome
introductions: JoinIn PickAge PickLanguage PickTopic RatherNot ShowBuddy
places: Alone
resources_buttons: ShareIn
views_card: Bring Here Say
welcome: Agree ShowWelcome WelcomeLanguage
"""

# The two who write to each other through a request.
SIDES = """
views_relay: Seen ShowSeen
"""

# Whoever it belongs to: their own settings, drafts, nudges, requests, pairs.
OWN = """
ask_buttons: DoNotKeep ItWasAQuestion NoneOfThese Others
asking: DontSend InGroup Send
away: Away Back
doors: ToBuddy ToSettings
firsttime: Feel LikeAChat
introductions: StopBuddy
introductions_pairs: SayMet SayToPair
nudge_views: Break Chat SeeYou Stop
privacy: Forget
requests_after: SayHelped TalkIt
resources_buttons: AskPlace KeepAge KindsPage Listed Loosen Near Page PickAge PickKind PickLanguage ShowFilters
settings: SetLanguage SetLead SetName SetNudges ShowPart TelegramName
share: Consent Decline ShowShare
views_relay: DontWrite ToThem
views_requests: Reopen TakeBack
"""

# Everybody; it shows or keeps nothing of any group.
ANYBODY = """
danger: Hard
doors: ToHelp ToNext ToPrivacy ToResources
resources_buttons: Judge Keep KeptPage NotNow OnMap OpenResource Share
"""

# Commands for facilitators; `/room` and `/settings` show them more than others.
COMMANDS_OF_FACILITATORS = """
announce answer attendance facilitators knowledge meetups requests resource rota schedule setup topic unanswered
"""
COMMANDS_OF_ALL = """
ask away back buddy cancel facilitator forgetme help mydata next privacy resources room settings share start welcome
"""
