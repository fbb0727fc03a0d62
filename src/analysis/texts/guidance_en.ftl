### The appendix’s pages on resuscitation and opting out. They explain guidance no. 9921 of 31 October 2024 in words of
### their own; the Danish text of the guidance is authoritative.

# The diagram
guidance-diagram-heading = When is resuscitation attempted?
guidance-diagram-finding = Resuscitation is attempted unless one of six exceptions applies
guidance-diagram-under = The way through guidance no. 9921 (VEJ nr. 9921), which applies to health professionals from { $valid-from }
guidance-diagram-alt = Decision diagram in { $count } steps, from top to bottom. { $steps }
guidance-diagram-step = Step { $number }: { $question } { $answer }: { $result }.
guidance-diagram-last = Otherwise: { $result }.
guidance-diagram-as-text = The diagram as text
guidance-diagram-note = The diagram follows the report’s table of the rules. ‘Uncertain’ means that the health professional does not know; ‘uncertain’ about an exception leads to an attempt. An opt-out counts as uncertain as long as a doctor may still decide against an attempt or the arrest may have been planned. If the emergency medical dispatch centre (AMK) is in contact, it shows the caller how to begin resuscitation, sends help and decides whether the patient is identified. Meanwhile, what is uncertain is clarified: the register, a doctor’s assessment, the patient record and the advance directive or living will, in no fixed order. Of exceptions 3–6, a registered opt-out (5) takes precedence. * The step rests on our reading of a passage that can be understood in more than one way. The page explains the guidance, whose Danish text is authoritative, and is not decision support.
guidance-question-hvem = Could whoever is with the patient be a health professional?
guidance-question-hjertestop = Is there cardiac arrest?
guidance-question-undtagelse_1 = Has death been established?
guidance-question-undtagelse_2 = Does a doctor at the time judge an attempt futile?
guidance-question-identitet = Has the patient been identified with certainty?
guidance-question-planlagt_stop = Is the heart stopped as a planned part of treatment?
guidance-question-gaeldende_fravalg = Is there a valid opt-out under exceptions 3–6?
guidance-result-uden-for = Call 112; the rest is not for the helper
guidance-result-intet-hjertestop = Continue other life-saving treatment
guidance-result-forsoeg = Attempt resuscitation
guidance-result-forsoeg-og-afklar = Attempt, and clarify meanwhile
guidance-result-afstaa = Do not attempt, or stop
guidance-result-behandling-fortsaetter = Carry out the treatment
guidance-added-tilkald-hjaelp = 112: the centre guides
guidance-added-afklar-identitet = Find out who it is
guidance-result-exception = { $n ->
    [1] Exception { $number }
   *[other] Exceptions { $number }
    }
guidance-answer-ja = Yes
guidance-answer-nej = No
guidance-answer-ukendt = Uncertain
guidance-answer-ja-ukendt = Yes or uncertain
guidance-answer-nej-ukendt = No or uncertain
guidance-answer-ja-nej = Yes or no

# The six exceptions
guidance-exceptions-heading = The six exceptions
guidance-exceptions-finding = Six reasons why resuscitation is not attempted
guidance-exceptions-under = An opt-out only comes to matter once the heart has stopped. If there is doubt, resuscitation is attempted
guidance-exception-1-title = 1. Death has been established
guidance-exception-1-text =
    __Who:__ a doctor, or others in three cases.

    Breathing and heart have ceased for good, and death is either obvious or was expected. Any health professional (sundhedsperson) can establish an obvious death: the body is decomposing or has injuries incompatible with life. If a person is severely hypothermic without clear signs of death, death is not obvious. Staff who took part in care and treatment can establish an expected death that came while somebody was present at home or at the place of treatment, and the death of a person who was alone at home in terminal care by home nursing. The patient record must give sufficient grounds, the doctor’s judgement included. Whoever establishes death informs the doctor.
guidance-exception-2-title = 2. A doctor decides against an attempt on the spot
guidance-exception-2-text =
    __Who:__ a doctor, at the scene or on the telephone.

    The doctor judges that an attempt is futile and should therefore not be started or should stop. This requires that the doctor knows the patient or is given the information on which to judge, for example about the patient’s health and about how the patient was found.
guidance-exception-3-title = 3. The doctor has decided in advance
guidance-exception-3-text =
    __Who:__ the patient’s own doctor or the hospital’s.

    Before the arrest, the doctor has judged that an attempt will be futile. The patient is consulted, but the decision is the doctor’s. It follows the patient from place to place until a doctor responsible for the treatment changes it. A declaration that the patient is dying (terminalerklæring) is not enough in itself.
guidance-exception-4-title = 4. The patient has refused resuscitation during the illness
guidance-exception-4-text =
    __Who:__ a patient with capacity aged 18 or over; from the age of 15, if the doctor judges that the young person understands the consequences.

    The refusal was given to the doctor and covers only the illness and treatment during which it was given. Frailty from age does not by itself count as illness. If the patient improves greatly, this is a new situation. The refusal can be withdrawn at any time, and relatives cannot make it.
guidance-exception-5-title = 5. An opt-out is in the register
guidance-exception-5-text =
    __Who:__ a person with capacity aged 60 or over.

    The opt-out takes effect seven days after registration and covers any cardiac arrest, also after an accident, when the health professional knows of it. It takes precedence over exception 6. The person can always tell a health professional that it is not to apply during the current illness, and can revoke it in the register.
guidance-exception-6-title = 6. An advance directive or living will has taken effect
guidance-exception-6-text =
    __Who:__ a patient who had capacity and was aged 18 or over; the doctor decides whether it has taken effect.

    It takes effect only when the doctor judges that the patient permanently lacks capacity and is in a situation that it names. It may be conditional on the acceptance of the closest relatives. A living will must date from before 2019, and its part on severe disability is only advice to the doctor.
guidance-exceptions-note = Exceptions 3–6 can only be followed when it is certain who the patient is. Relatives can say who the patient is, but what they say of an opt-out is never enough in itself. Summarised in our own words from guidance no. 9921 of 31 October 2024, points 2 and 3, whose Danish text is authoritative. Explanation, not decision support.

# Volunteer responders
guidance-runners-heading = What does it mean for volunteer responders?
guidance-runners-finding = The guidance is addressed to health professionals and not to volunteer responders
guidance-runners-under = It does not require volunteers without authorisation to decide about an opt-out
guidance-runners-left =
    __Volunteers without authorisation__ call 112 and begin resuscitation, like anybody else. The guidance gives them neither a right nor a duty to judge whether an exception applies. The health professionals of the dispatch centre (AMK-vagtcentralen) guide resuscitation and say if it should stop.

    __Authorised health professionals who are off duty__, for example a nurse who is a volunteer responder, we count among the health professionals. The guidance mentions those who happen to be present and volunteers with authorisation, but not volunteer responders; so off duty they may also be read as being like everybody else.

    __Relatives at the scene__ can say who the patient is, so that a health professional can look up an opt-out. A valid passport, driving licence or identity card, or a health card and photo identification that match, will do as well. Relatives saying that the patient would not have wanted it is not enough.
guidance-runners-right =
    __Cancelled alerts__ may have several reasons: that there was no cardiac arrest, that death had been established, or that an opt-out was known. { $cancelled } The report infers no reasons.

    __The same words for the reasons__ are in a code list that can be downloaded from the digital edition. Known opt-outs under exceptions 3–6 share one code, so that nobody can tell what an individual patient has decided.

    __Ambiguous passages__ can be understood in more than one way, for example whether the 60th birthday itself counts. The tables supplied with the code state both readings.

    __Ask for yourself.__ The page guidance.html beside the report asks one thing at a time and says what follows, from which paragraphs, and what would change it. It works offline and is no decision support either.
guidance-runners-cancelled = Nationally, { $share } of alerts were cancelled. The source does not report how often each reason occurred.
guidance-runners-cancelled-counted = Nationally, { $share } of alerts were cancelled. How often each reason was recorded is shown on the page on cancelled alerts.
guidance-runners-cancelled-unknown = How many alerts were cancelled, and why, is not reported.
guidance-codes-code = Code
guidance-codes-reason = Reason
guidance-codes-exceptions = Exceptions
guidance-codes-meaning = Meaning
guidance-codes-fetch = Download the code list (CSV)
guidance-question-page = Ask the guidance, one thing at a time
guidance-readings-title = { $count } of the readings, and the other possible ones
guidance-reading = { $reading }. __Otherwise:__ { $alternative }.
guidance-statement =
    __Explanation, not decision support.__ The pages explain a guidance document and must not be used to decide what is to happen to a patient. Whether an attempt is futile, whether a patient has capacity and whether there is doubt is judged by health professionals at the scene. Only the Danish text is authoritative: guidance no. 9921 of 31 October 2024 on resuscitation and opting out (VEJ nr. 9921), in force from { $valid-from }.
